/// An error for which a run cannot start, or cannot go on.
package struct SiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The fault and what to do about it.
  package let description: String
  /// True if the same command may succeed later, as where a disk was full; false for what was asked for wrongly.
  package let mayPass: Bool

  package init(_ description: String, mayPass: Bool = false) {
    (self.description, self.mayPass) = (description, mayPass)
  }
}
