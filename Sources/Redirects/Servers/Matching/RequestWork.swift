/// The work that rules do for one request. A rule may start all of them over, or set one variable after the other, so
/// that a short file could ask for any amount; what asks for more than `most` is not followed.
struct RequestWork: Sendable {
  /// The bound in bytes that are made or matched. Ten thousand rules that are all tried on a path of 50 bytes are 700,000.
  static let most = 64 << 20

  /// The reason for which a rule that asks for more is not understood.
  static let tooMuch = "the rules start over or make text more often than can be followed"

  /// Returns true for the reason of a rule that makes too much text or asks for too much work: it is no question of the
  /// visitor.
  static func isBeyond(_ reason: String) -> Bool { reason == tooMuch || reason == ExpandedText.tooLong }

  /// The bytes that were made or matched.
  private(set) var done = 0

  /// Adds a look at a text, or the making of one.
  /// - Returns: `false` where it is too much.
  mutating func add(_ bytes: Int) -> Bool {
    // Even a look at nothing costs something.
    done += min(bytes, Self.most) + 16
    return done <= Self.most
  }
}
