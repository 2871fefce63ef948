/// Why a tracking group cannot be made from what was given.
package struct TrackingGroupError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The part of a tracking group that is wrong.
  package enum Field: String, Sendable, CaseIterable {
    case name, hosts, subid, token
  }

  package let field: Field

  /// The value that is wrong; of several hosts the one at fault.
  package let value: String

  /// What is wrong and what to do about it.
  package let description: String

  init(_ field: Field, _ value: String, _ description: String) {
    self.field = field
    self.value = value
    self.description = description
  }
}
