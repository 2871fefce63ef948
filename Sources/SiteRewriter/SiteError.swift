/// Why a run cannot start, or cannot go on.
public struct SiteError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong and what to do about it.
  public let description: String

  package init(_ description: String) {
    self.description = description
  }
}
