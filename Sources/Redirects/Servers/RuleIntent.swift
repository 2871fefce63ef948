internal import AutoTagBytes

/// A redirect rule and the path that its words are for, however its server reads them.
struct RuleIntent: Sendable {
  let rule: RedirectRule
  /// The path as it is written, with one slash in front; where anything may follow, what is in front of that.
  let path: [UInt8]
  /// True if anything may follow: `/go/*`, `^go/(.+)$`.
  let isOpen: Bool
  /// The reason for which the rule answers nobody, and the change with which it would; `nil` where others decide.
  var hindrance: (reason: String, fix: String)?

  /// - Parameters:
  ///   - prefix: the path of the folder that the rule is for.
  ///   - literal: a path that stands for itself.
  /// - Returns: `nil` for a path that is all of the site.
  init?(_ rule: RedirectRule, below prefix: [UInt8] = [], literal: [UInt8], isOpen: Bool = false) {
    let path = prefix + literal
    var names = path.drop { $0 == 0x2F }
    self.path = [0x2F] + names
    while names.last == 0x2F { names.removeLast() }
    guard !names.isEmpty else { return nil }
    (self.rule, self.isOpen) = (rule, isOpen)
  }

  /// - Parameter pattern: a regular expression.
  /// - Returns: `nil` where the pattern is for more than one path, or for all.
  init?(_ rule: RedirectRule, below prefix: [UInt8] = [], pattern: [UInt8]) {
    guard let (text, isOpen) = Self.path(of: pattern),
      !isOpen || text.contains(where: { $0 != 0x2F })
    else { return nil }
    self.init(rule, below: prefix, literal: text, isOpen: isOpen)
  }

  /// - Parameter pattern: a regular expression that is compared with paths from their first slash on.
  init?(_ rule: RedirectRule, wholePath pattern: [UInt8]) {
    self.init(rule, pattern: pattern)
    guard pattern.first == UInt8(ascii: "^"), pattern.count > 1, ASCII.isAlphanumeric(pattern[1]) else {
      return
    }
    hindrance = ("every path begins with a slash, and its pattern begins with no slash", "write ^/ there")
  }

  /// Returns the text that a regular expression is for, and true where anything may follow it.
  private static func path(of pattern: [UInt8]) -> (text: [UInt8], isOpen: Bool)? {
    var text: [UInt8] = []
    var rest = pattern[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "^"):
        guard text.isEmpty else { return nil }
      case UInt8(ascii: "$"):
        return rest.allSatisfy { $0 == UInt8(ascii: ")") } ? (text, false) : nil
      case UInt8(ascii: "("):
        guard rest.first == UInt8(ascii: "?") else { continue }
        let end = rest.firstIndex { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ")") }
        // What looks ahead or back, or has a name, is left alone.
        guard let end, rest[..<end].dropFirst().allSatisfy(ASCII.isLetter) else { return nil }
        rest = rest[(end + 1)...]
      case UInt8(ascii: ")"):
        guard rest.first == UInt8(ascii: "?") else { continue }
        guard text.last == 0x2F else { return nil }
        rest.removeFirst()
      case UInt8(ascii: "?"):
        guard text.popLast() == 0x2F else { return nil }
      case UInt8(ascii: "\\"):
        guard let escaped = rest.popFirst() else { return nil }
        guard ASCII.isAlphanumeric(escaped) else {
          text.append(escaped)
          continue
        }
        return isRest(rest) ? (text, true) : nil
      case UInt8(ascii: "["):
        guard let end = rest.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
        return isRest(rest[(end + 1)...]) ? (text, true) : nil
      case UInt8(ascii: "."):
        if isRepetition(rest.first) { return isRest(rest) ? (text, true) : nil }
        text.append(byte)
      case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "{"), UInt8(ascii: "|"): return nil
      default: text.append(byte)
      }
    }
    return (text, false)
  }

  private static func isRepetition(_ byte: UInt8?) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "+")
  }

  /// Returns true if what follows what stands for any character repeats it, and is the end of the pattern.
  private static func isRest(_ rest: ArraySlice<UInt8>) -> Bool {
    isRepetition(rest.first) && rest.dropFirst().allSatisfy { "?)/$".utf8.contains($0) }
  }
}
