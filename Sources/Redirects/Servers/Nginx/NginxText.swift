internal import AutoTagBytes

/// Text with variables, as most arguments of nginx's directives are.
struct NginxText: Sendable, Equatable {
  enum Part: Sendable, Equatable {
    case literal([UInt8])
    case variable(String)
    /// `$1` to `$9`: of the last regular expression that matched.
    case group(Int)
  }

  private(set) var parts: [Part] = []

  init(_ text: [UInt8]) throws(MalformedRule) {
    var literal: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "$") else {
        literal.append(text[index])
        index += 1
        continue
      }
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      index += 1
      if index < text.count, text[index] &- 0x31 < 9 {
        parts.append(.group(Int(text[index] &- 0x30)))
        index += 1
        continue
      }
      let isBraced = index < text.count && text[index] == UInt8(ascii: "{")
      if isBraced { index += 1 }
      let end =
        text[index...].firstIndex { !ASCII.isAlphanumeric($0) && $0 != UInt8(ascii: "_") } ?? text.count
      guard end > index, !isBraced || end < text.count && text[end] == UInt8(ascii: "}") else {
        throw MalformedRule("a $ in \(text.text) is followed by no variable's name")
      }
      parts.append(.variable(Array(text[index..<end]).text))
      index = isBraced ? end + 1 : end
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  /// True if the text ends in a slash, by which `try_files` asks for a folder.
  var endsInSlash: Bool {
    if case .literal(let text) = parts.last { text.last == UInt8(ascii: "/") } else { false }
  }

  /// Returns true if one of the variables is put in.
  func names(_ variables: [String]) -> Bool {
    parts.contains { if case .variable(let name) = $0 { variables.contains(name) } else { false } }
  }

  /// True if groups of a regular expression are put in.
  var hasGroups: Bool { parts.contains { if case .group = $0 { true } else { false } } }

  /// The text as a configuration has it.
  var written: String {
    parts.map { part in
      switch part {
      case .literal(let text): text.text
      case .variable(let name): "$\(name)"
      case .group(let number): "$\(number)"
      }
    }.joined()
  }

  /// The variable that the text is, and nothing else.
  var loneVariable: String? {
    if parts.count == 1, case .variable(let name) = parts[0] { name } else { nil }
  }
}
