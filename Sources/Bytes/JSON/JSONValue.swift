/// A JSON value whose objects keep the order of their keys.
package indirect enum JSONValue {
  case null
  case truth(Bool)
  case integer(Int)
  /// A number that is spelled already.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  package init(_ integer: Int?) { self = integer.map(JSONValue.integer) ?? .null }

  package init(_ string: String?) { self = string.map(JSONValue.string) ?? .null }

  package init(_ truth: Bool?) { self = truth.map(JSONValue.truth) ?? .null }

  /// A value that was read; of an object all members, in their order.
  package init(_ node: JSONNode) {
    switch node.value {
    case .null: self = .null
    case .bool(let truth): self = .truth(truth)
    case .number(let digits): self = .number(digits)
    case .string(let string): self = .string(string)
    case .array(let items): self = .array(items.map { JSONValue($0) })
    case .object(let members): self = .object(members.map { ($0.name, JSONValue($0.value)) })
    }
  }

  /// The value on lines of its own, indented by two spaces for each level.
  package func text(indentation: String = "") -> String {
    let inner = indentation + "  "
    switch self {
    case .array(let values):
      guard !values.isEmpty else { return "[]" }
      let lines = values.map { inner + $0.text(indentation: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(indentation)]"
    case .object(let fields):
      guard !fields.isEmpty else { return "{}" }
      let lines = fields.map { name, value in
        var line = Array(inner.utf8)
        JSONText.quote(name, to: &line)
        line += ": ".utf8
        return String(decoding: line, as: UTF8.self) + value.text(indentation: inner)
      }
      return "{\n\(lines.joined(separator: ",\n"))\n\(indentation)}"
    default:
      var bytes: [UInt8] = []
      writeLine(to: &bytes)
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Writes the value on one line.
  package func writeLine(to bytes: inout [UInt8], as form: JSONText.Form = .readable) {
    switch self {
    case .null: bytes += "null".utf8
    case .truth(let truth): bytes += (truth ? "true" : "false").utf8
    case .integer(let integer): bytes += String(integer).utf8
    case .number(let number): bytes += number.utf8
    case .string(let string): JSONText.quote(string, to: &bytes, as: form)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes += form.comma.utf8 }
        value.writeLine(to: &bytes, as: form)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let fields):
      bytes.append(UInt8(ascii: "{"))
      for (index, (name, value)) in fields.enumerated() {
        if index > 0 { bytes += form.comma.utf8 }
        JSONText.quote(name, to: &bytes, as: form)
        bytes += form.colon.utf8
        value.writeLine(to: &bytes, as: form)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }
}
