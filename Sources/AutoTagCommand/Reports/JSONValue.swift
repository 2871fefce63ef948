/// A JSON value whose objects keep the order of their keys.
indirect enum JSONValue {
  case null
  case truth(Bool)
  case integer(Int)
  /// A number that is spelled already.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  init(_ integer: Int?) { self = integer.map(JSONValue.integer) ?? .null }

  init(_ string: String?) { self = string.map(JSONValue.string) ?? .null }

  init(_ truth: Bool?) { self = truth.map(JSONValue.truth) ?? .null }

  /// The value on lines of its own, indented by two spaces for each level.
  func text(indentation: String = "") -> String {
    let inner = indentation + "  "
    switch self {
    case .null: return "null"
    case .truth(let truth): return truth ? "true" : "false"
    case .integer(let integer): return String(integer)
    case .number(let number): return number
    case .string(let string): return Self.quoted(string)
    case .array(let values):
      guard !values.isEmpty else { return "[]" }
      let lines = values.map { inner + $0.text(indentation: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
    case .object(let fields):
      guard !fields.isEmpty else { return "{}" }
      let lines = fields.map { "\(inner)\(Self.quoted($0)): \($1.text(indentation: inner))" }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
    }
  }

  private static func quoted(_ string: String) -> String {
    var result = "\""
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      default:
        // Besides what JSON forbids, DEL and the C1 control characters: a terminal obeys those too.
        if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) {
          let digits = String(scalar.value, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result + "\""
  }
}
