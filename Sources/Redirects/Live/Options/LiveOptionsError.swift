/// What is wrong with an option of live resolution, and what to do about it.
package struct LiveOptionsError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
