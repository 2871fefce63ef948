/// A value of a YAML file, with its line and column.
package struct YAMLValue: Sendable {
  package struct Position: Equatable, Sendable {
    package let line: Int
    package let column: Int

    package init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
  }

  package enum Content: Sendable {
    case nothing
    case truth(String)
    case number(String)
    case text(String)
    case list([YAMLValue])
    case mapping([(key: YAMLValue, value: YAMLValue)])
  }

  package let content: Content
  package let position: Position

  /// A name of the value's type, to be read after “not”.
  package var kind: String {
    switch content {
    case .nothing: "nothing"
    case .truth(let word): "the truth value \(word) (put it in quotes if it is meant as text)"
    case .number(let digits): "the number \(digits) (put it in quotes if it is meant as text)"
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  /// A scalar as it is written, without its quotes.
  var scalar: String? {
    switch content {
    case .nothing: ""
    case .truth(let text), .number(let text), .text(let text): text
    case .list, .mapping: nil
    }
  }

  init(content: Content, position: Position) {
    self.content = content
    self.position = position
  }

  /// Returns the value of a key of a mapping; `nil` where it is not there, or this is none.
  package subscript(key: String) -> YAMLValue? {
    guard case .mapping(let pairs) = content else { return nil }
    return pairs.first { if case .text(key) = $0.key.content { true } else { false } }?.value
  }

  /// The values of a list; `nil` for anything else.
  package var list: [YAMLValue]? { if case .list(let values) = content { values } else { nil } }

  /// The text, also where it reads as a number or a truth value; `nil` for anything else.
  package var string: String? {
    switch content {
    case .text(let text), .number(let text), .truth(let text): text
    case .nothing, .list, .mapping: nil
    }
  }

  /// Returns the meaning of a scalar by YAML's core schema, and by YAML 1.1 where it knows more words for a truth value:
  /// who writes `no` without quotes may mean either, so it is not taken for text.
  package static func content(of scalar: String, isPlain: Bool) -> Content {
    guard isPlain else { return .text(scalar) }
    switch scalar.lowercased() {
    case "", "~", "null": return .nothing
    case "true", "false", "yes", "no", "on", "off": return .truth(scalar)
    default: return isNumber(scalar) ? .number(scalar) : .text(scalar)
    }
  }

  private static func isNumber(_ text: String) -> Bool {
    // Double also reads “nan” and “infinity”, which are words here.
    guard let first = text.utf8.first(where: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "+") }),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) || first == UInt8(ascii: ".")
    else { return false }
    return Double(text) != nil
  }
}
