internal import AutoTagBytes

/// A regular expression of a rule, ready to match, with what every match of it must begin with.
struct Pattern: Sendable {
  private let expression: PCRE2

  /// The literal text at the start of all that the pattern can match; `nil` where none is certain.
  let literalPrefix: [UInt8]?

  let isCaseless: Bool

  init(_ source: [UInt8], _ options: PCRE2.Options = []) throws(PCRE2.Failure) {
    expression = try PCRE2(source, options)
    literalPrefix = Self.literalPrefix(of: source)
    isCaseless = options.contains(.caseless)
    groupNames = Self.possibleNames(in: source).compactMap { [expression] name in
      expression.groupNumber(of: name).map { (name, $0) }
    }
  }

  /// The names of the groups that have one, `(?<name>…)`, with their numbers.
  let groupNames: [(name: String, group: Int)]

  func match(_ subject: [UInt8]) -> PCRE2.Outcome { expression.match(subject) }

  /// The text of a pattern's groups in a match.
  static func groups(_ ranges: [Range<Int>?], in subject: [UInt8]) -> [[UInt8]?] {
    ranges.map { $0.map { Array(subject[$0]) } }
  }

  /// Reads from `^` up to the first character that means something. In doubt a pattern has no prefix: it is
  /// then tried on every path, which is slower and never wrong.
  private static func literalPrefix(of source: [UInt8]) -> [UInt8]? {
    guard source.first == UInt8(ascii: "^"), !hasAlternativeOutsideGroups(source) else { return nil }
    var prefix: [UInt8] = []
    var place = 1
    scan: while place < source.count {
      let byte = source[place]
      switch byte {
      case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "{"):
        if !prefix.isEmpty { prefix.removeLast() }
        break scan
      case UInt8(ascii: "\\"):
        guard place + 1 < source.count, !ASCII.isAlphanumeric(source[place + 1]), source[place + 1] < 0x80
        else { break scan }
        prefix.append(source[place + 1])
        place += 2
      case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
        UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "|"), 0x80...:
        break scan
      default:
        prefix.append(byte)
        place += 1
      }
    }
    return prefix
  }

  /// What stands between `<` and `>` or between quotes after `(?`; PCRE2 tells which of them are names.
  private static func possibleNames(in source: [UInt8]) -> [String] {
    var names: [String] = []
    for place in source.indices.dropLast(3)
    where source[place] == UInt8(ascii: "(") && source[place + 1] == UInt8(ascii: "?") {
      let start = place + (source[place + 2] == UInt8(ascii: "P") ? 4 : 3)
      guard start < source.count else { continue }
      let name = source[start...].prefix(while: ASCII.isWordCharacter)
      if !name.isEmpty { names.append(Array(name).text) }
    }
    return names
  }

  /// Whether a `|` may stand where it separates the pattern's whole. Classes and `\Q` are not looked into,
  /// so the answer may be yes where it is no.
  private static func hasAlternativeOutsideGroups(_ source: [UInt8]) -> Bool {
    var depth = 0
    var place = 0
    while place < source.count {
      switch source[place] {
      case UInt8(ascii: "\\"): place += 1
      case UInt8(ascii: "["): if source.contains(UInt8(ascii: "|")) { return true }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|"): if depth <= 0 { return true }
      default: break
      }
      place += 1
    }
    return false
  }
}
