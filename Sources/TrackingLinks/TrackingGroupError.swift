/// Why a tracking group cannot be made from what was given.
public struct TrackingGroupError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of a tracking group that is wrong.
  public enum Field: String, Sendable, CaseIterable {
    case name, hosts, subid, token
  }

  public let field: Field

  /// The value that is wrong; of several hosts the one at fault.
  public let value: String

  /// What is wrong and what to do about it.
  public let description: String

  init(_ field: Field, _ value: String, _ description: String) {
    self.field = field
    self.value = value
    self.description = description
  }
}
