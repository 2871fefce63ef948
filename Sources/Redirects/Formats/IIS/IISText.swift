internal import AutoTagBytes

/// Text with what URL Rewrite puts in: `{R:1}`, `{C:1}`, `{HTTP_HOST}`, `{ToLower:…}`, `{MapName:…}`
/// (URL Rewrite Module Configuration Reference, "Using server variables", "Using back-references", "Rewrite maps").
struct IISText: Sendable {
  indirect enum Part: Sendable {
    case literal([UInt8])
    /// A group of the rule's own pattern.
    case ruleGroup(Int)
    /// A group of a condition's pattern.
    case conditionGroup(Int)
    case variable(String)
    /// A function, or a map, of a text.
    case function(String, IISText)
  }

  private(set) var parts: [Part] = []

  /// True if the name that the site is asked for by is put in.
  var asksForHost: Bool {
    parts.contains { part in
      switch part {
      case .variable(let name): ["HTTP_HOST", "SERVER_NAME"].contains(name.uppercased())
      case .function(_, let inner): inner.asksForHost
      case .literal, .ruleGroup, .conditionGroup: false
      }
    }
  }

  private static let deepest = 8

  init(_ text: String) { self.init(Array(text.utf8), depth: 0) }

  private init(_ text: [UInt8], depth: Int) {
    var literal: [UInt8] = []
    var index = 0
    while index < text.count {
      guard text[index] == UInt8(ascii: "{"), depth < Self.deepest, let end = Self.end(of: text, from: index)
      else {
        literal.append(text[index])
        index += 1
        continue
      }
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      parts.append(Self.part(Array(text[(index + 1)..<end]), depth))
      index = end + 1
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  private static func end(of text: [UInt8], from start: Int) -> Int? {
    var nesting = 0
    for index in start..<text.count {
      if text[index] == UInt8(ascii: "{") { nesting += 1 }
      if text[index] == UInt8(ascii: "}") { nesting -= 1 }
      if nesting == 0 { return index }
    }
    return nil
  }

  private static func part(_ inner: [UInt8], _ depth: Int) -> Part {
    guard let colon = inner.firstIndex(of: UInt8(ascii: ":")) else { return .variable(inner.text) }
    let name = Array(inner[..<colon]).text
    let rest = Array(inner[(colon + 1)...])
    if let group = Int(rest.text), (0...9).contains(group) || name == "C" && (0...99).contains(group) {
      if name == "R" { return .ruleGroup(group) }
      if name == "C" { return .conditionGroup(group) }
    }
    return .function(name, IISText(rest, depth: depth + 1))
  }
}
