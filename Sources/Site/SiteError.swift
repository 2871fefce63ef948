/// An error for which a run cannot start, or cannot go on.
package struct SiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The fault and what to do about it.
  package let description: String

  package init(_ description: String) {
    self.description = description
  }
}
