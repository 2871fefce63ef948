internal import AutoTagBytes

/// Text with variables, as most arguments of nginx's directives are.
struct NginxText: Sendable {
  enum Part: Sendable, Equatable {
    case literal([UInt8])
    case variable(String)
    /// `$1` to `$9`: of the last regular expression that matched.
    case group(Int)
  }

  private(set) var parts: [Part] = []

  init(_ text: [UInt8]) throws(MalformedRule) {
    var literal: [UInt8] = []
    var place = 0
    while place < text.count {
      guard text[place] == UInt8(ascii: "$") else {
        literal.append(text[place])
        place += 1
        continue
      }
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      place += 1
      if place < text.count, text[place] &- 0x31 < 9 {
        parts.append(.group(Int(text[place] &- 0x30)))
        place += 1
        continue
      }
      let isBraced = place < text.count && text[place] == UInt8(ascii: "{")
      if isBraced { place += 1 }
      let end =
        text[place...].firstIndex { !ASCII.isAlphanumeric($0) && $0 != UInt8(ascii: "_") } ?? text.count
      guard end > place, !isBraced || end < text.count && text[end] == UInt8(ascii: "}") else {
        throw MalformedRule("a $ in \(text.text) is followed by no variable's name")
      }
      parts.append(.variable(Array(text[place..<end]).text))
      place = isBraced ? end + 1 : end
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  /// Whether it is written with a slash at its end, by which `try_files` asks for a folder.
  var endsInSlash: Bool {
    if case .literal(let text) = parts.last { text.last == UInt8(ascii: "/") } else { false }
  }

  /// The variable that the text is, and nothing else.
  var loneVariable: String? {
    if parts.count == 1, case .variable(let name) = parts[0] { name } else { nil }
  }
}
