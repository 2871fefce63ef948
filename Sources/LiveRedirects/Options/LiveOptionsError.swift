/// What is wrong with an option of live resolution, and what to do about it.
public struct LiveOptionsError: Error, Sendable, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) {
    self.description = description
  }
}
