/// A JSON value that knows its line.
package struct JSONNode {
  package enum Value {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([(key: String, value: JSONNode)])
  }

  package let line: Int
  package let value: Value

  package init(line: Int, value: Value) {
    self.line = line
    self.value = value
  }

  /// The last member of that name, as JavaScript and PHP take it.
  package subscript(_ key: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.last { $0.key == key }?.value
  }

  package var string: String? { if case .string(let text) = value { text } else { nil } }
  package var array: [JSONNode]? { if case .array(let items) = value { items } else { nil } }
  package var int: Int? { if case .number(let text) = value { Int(text) } else { nil } }

  /// PHP and JavaScript write what is true as `true`, `1` or `"1"`.
  package var isTrue: Bool? {
    switch value {
    case .bool(let flag): flag
    case .number(let text): text != "0"
    case .string(let text): text != "" && text != "0" && text != "false"
    default: nil
    }
  }
}

/// Reads JSON (RFC 8259) with the line of every value, which Foundation's reader does not tell.
package struct JSONReader {
  package struct Failure: Error {
    package let line: Int
    package let message: String
  }

  private let bytes: [UInt8]
  private var place = 0
  private var line = 1
  private var depth = 0

  /// Deeper than any configuration.
  private static let deepest = 100

  package static func read(_ file: [UInt8]) throws(Failure) -> JSONNode {
    var reader = JSONReader(bytes: ByteText.withoutMark(file))
    let node = try reader.node()
    reader.skipSpace()
    guard reader.place == reader.bytes.count else { throw reader.failure("text follows the JSON value") }
    return node
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private func failure(_ message: String) -> Failure { Failure(line: line, message: message) }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      place += 1
    }
  }

  private mutating func node() throws(Failure) -> JSONNode {
    skipSpace()
    let start = line
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw failure("the JSON is nested too deep") }
    switch next {
    case UInt8(ascii: "{"): return JSONNode(line: start, value: .object(try members()))
    case UInt8(ascii: "["): return JSONNode(line: start, value: .array(try items()))
    case UInt8(ascii: "\""): return JSONNode(line: start, value: .string(try text()))
    case let byte?: return JSONNode(line: start, value: try word(byte))
    case nil: throw failure("the JSON ends before its value")
    }
  }

  private mutating func word(_ first: UInt8) throws(Failure) -> JSONNode.Value {
    let end =
      bytes[place...].firstIndex { !ASCII.isAlphanumeric($0) && !"+-.".utf8.contains($0) } ?? bytes.count
    let word = Array(bytes[place..<end]).text
    place = end
    switch word {
    case "true": return .bool(true)
    case "false": return .bool(false)
    case "null": return .null
    default:
      guard ASCII.isDigit(first) || first == UInt8(ascii: "-"), Double(word) != nil else {
        throw failure("a JSON value cannot begin with \(String(decoding: [first], as: UTF8.self))")
      }
      return .number(word)
    }
  }

  private mutating func members() throws(Failure) -> [(key: String, value: JSONNode)] {
    var members: [(String, JSONNode)] = []
    place += 1
    skipSpace()
    if next == UInt8(ascii: "}") {
      place += 1
      return []
    }
    while true {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure("a member's name in quotes is missing") }
      let key = try text()
      skipSpace()
      guard next == UInt8(ascii: ":") else { throw failure("a : is missing after \"\(key)\"") }
      place += 1
      members.append((key, try node()))
      if try isOver(UInt8(ascii: "}")) { return members }
    }
  }

  private mutating func items() throws(Failure) -> [JSONNode] {
    var items: [JSONNode] = []
    place += 1
    skipSpace()
    if next == UInt8(ascii: "]") {
      place += 1
      return []
    }
    while true {
      items.append(try node())
      if try isOver(UInt8(ascii: "]")) { return items }
    }
  }

  private mutating func isOver(_ end: UInt8) throws(Failure) -> Bool {
    skipSpace()
    guard let byte = next, byte == end || byte == UInt8(ascii: ",") else {
      throw failure("a , or \(String(decoding: [end], as: UTF8.self)) is missing")
    }
    place += 1
    return byte == end
  }

  private mutating func text() throws(Failure) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return text.text
      case UInt8(ascii: "\\"):
        guard let escaped = next else { throw failure("a string is not closed") }
        place += 1
        try appendEscaped(escaped, to: &text)
      case 0..<0x20: throw failure("a line ends within a string")
      default: text.append(byte)
      }
    }
    throw failure("a string is not closed")
  }

  private mutating func appendEscaped(_ byte: UInt8, to text: inout [UInt8]) throws(Failure) {
    switch byte {
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var unit = try codeUnit()
      if unit & 0xFC00 == 0xD800, place + 1 < bytes.count, bytes[place] == UInt8(ascii: "\\"),
        bytes[place + 1] == UInt8(ascii: "u")
      {
        place += 2
        unit = 0x10000 + (unit & 0x3FF) << 10 + (try codeUnit()) & 0x3FF
      }
      text += Array(String(Unicode.Scalar(unit).map(Character.init) ?? "\u{FFFD}").utf8)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    default: throw failure("a string holds an escape that JSON does not have")
    }
  }

  private mutating func codeUnit() throws(Failure) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = ASCII.hexDigit(byte) else {
        throw failure("\\u needs four hexadecimal digits")
      }
      unit = unit << 4 | UInt32(digit)
      place += 1
    }
    return unit
  }
}
