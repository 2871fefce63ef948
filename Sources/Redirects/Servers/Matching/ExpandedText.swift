/// Text that a rule puts together: a substitution, a variable's value, an address. Each rule may double what the one
/// before it made, so that a few lines could ask for any amount of memory; a longer text than `longest` is not made.
struct ExpandedText: Sendable {
  /// The bound in bytes. Servers refuse an address of more than 8,000 to 32,000, so that no real rule makes as many.
  static let longest = 65_536

  /// The reason for which a rule that makes more is not understood.
  static let tooLong = "the text that it makes is longer than 64 KB"

  private var text: [UInt8] = []
  private var isTooLong = false

  /// The whole text; `nil` where it is too long.
  var bytes: [UInt8]? { isTooLong ? nil : text }

  var count: Int { text.count }

  mutating func append(_ byte: UInt8) {
    if text.count < Self.longest { text.append(byte) } else { isTooLong = true }
  }

  mutating func append(_ more: some Collection<UInt8>) {
    if more.count <= Self.longest - text.count { text += more } else { isTooLong = true }
  }
}
