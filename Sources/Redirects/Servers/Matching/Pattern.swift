internal import AutoTagBytes

/// A regular expression of a rule, ready to match, with what every match of it must begin with.
struct Pattern: Sendable {
  private let expression: PCRE2

  /// The pattern as it is written.
  let source: [UInt8]

  /// The literal text at the start of all that the pattern can match; `nil` where none is certain.
  let literalPrefix: [UInt8]?

  let isCaseless: Bool

  /// True if the pattern matches whatever text there is: `^(.*)$`. False negatives are possible.
  let matchesAll: Bool

  init(_ source: [UInt8], _ options: PCRE2.Options = []) throws(PCRE2.Failure) {
    expression = try PCRE2(source, options)
    self.source = source
    literalPrefix = Self.literalPrefix(of: source)
    isCaseless = options.contains(.caseless)
    matchesAll = source.count < 8 && Self.allForms.contains(source.text)
    groupNames = Self.possibleNames(in: source).compactMap { [expression] name in
      expression.groupNumber(of: name).map { (name, $0) }
    }
  }

  private static let allForms: Set<String> = [
    "", "^", "$", ".*", "(.*)", "^.*", "^(.*)", ".*$", "(.*)$", "^.*$", "^(.*)$", "^(.*?)$",
  ]

  /// The names of the groups that have one, `(?<name>…)`, with their numbers.
  let groupNames: [(name: String, group: Int)]

  func match(_ subject: [UInt8], from start: Int = 0) -> PCRE2.Outcome {
    expression.match(subject, from: start)
  }

  /// The text of a pattern's groups in a match.
  static func groups(_ ranges: [Range<Int>?], in subject: [UInt8]) -> [[UInt8]?] {
    ranges.map { $0.map { Array(subject[$0]) } }
  }

  /// Returns the literal text from `^` up to the first character that means something. In doubt a pattern has no
  /// prefix: it is then tried on every path, which is slower and never wrong.
  private static func literalPrefix(of source: [UInt8]) -> [UInt8]? {
    guard source.first == UInt8(ascii: "^"), !hasAlternativeOutsideGroups(source) else { return nil }
    var prefix: [UInt8] = []
    var index = 1
    scan: while index < source.count {
      let byte = source[index]
      switch byte {
      case UInt8(ascii: "?"), UInt8(ascii: "*"), UInt8(ascii: "{"):
        if !prefix.isEmpty { prefix.removeLast() }
        break scan
      case UInt8(ascii: "\\"):
        guard index + 1 < source.count, !ASCII.isAlphanumeric(source[index + 1]), source[index + 1] < 0x80
        else { break scan }
        prefix.append(source[index + 1])
        index += 2
      case UInt8(ascii: "."), UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "+"),
        UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "|"), 0x80...:
        break scan
      default:
        prefix.append(byte)
        index += 1
      }
    }
    return prefix
  }

  /// Returns the texts between `<` and `>` or between quotes after `(?`; PCRE2 tells which of them are names.
  private static func possibleNames(in source: [UInt8]) -> [String] {
    var names: [String] = []
    for index in source.indices.dropLast(3)
    where source[index] == UInt8(ascii: "(") && source[index + 1] == UInt8(ascii: "?") {
      let start = index + (source[index + 2] == UInt8(ascii: "P") ? 4 : 3)
      guard start < source.count else { continue }
      let name = source[start...].prefix(while: ASCII.isWordCharacter)
      if !name.isEmpty { names.append(Array(name).text) }
    }
    return names
  }

  /// Returns true if a `|` may separate the pattern's whole. Classes and `\Q` are not looked into, so that false
  /// positives are possible, false negatives are not.
  private static func hasAlternativeOutsideGroups(_ source: [UInt8]) -> Bool {
    var depth = 0
    var index = 0
    while index < source.count {
      switch source[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): if source.contains(UInt8(ascii: "|")) { return true }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"): depth -= 1
      case UInt8(ascii: "|"): if depth <= 0 { return true }
      default: break
      }
      index += 1
    }
    return false
  }
}
