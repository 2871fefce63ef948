import Yams

/// A value of a YAML file, with its line and column.
struct YAMLValue {
  struct Position: Equatable {
    let line: Int
    let column: Int
  }

  enum Content {
    case nothing
    case truth(String)
    case number(String)
    case text(String)
    case list([YAMLValue])
    case mapping([(key: YAMLValue, value: YAMLValue)])
  }

  let content: Content
  let position: Position

  /// A name of the value's type, to be read after “not”.
  var kind: String {
    switch content {
    case .nothing: "nothing"
    case .truth(let word): "the truth value \(word) (put it in quotes if it is meant as text)"
    case .number(let digits): "the number \(digits) (put it in quotes if it is meant as text)"
    case .text: "text"
    case .list: "a list"
    case .mapping: "a mapping"
    }
  }

  init(content: Content, position: Position) {
    self.content = content
    self.position = position
  }

  /// Returns the meaning of a scalar by YAML's core schema, and by YAML 1.1 where it knows more words for a truth value:
  /// who writes `no` without quotes may mean either, so it is not taken for text.
  static func content(of scalar: String, isPlain: Bool) -> Content {
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
