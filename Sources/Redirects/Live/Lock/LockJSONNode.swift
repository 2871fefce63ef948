internal import AutoTagTracking

/// A JSON value (RFC 8259) that knows its line, so that an error can name it.
struct LockJSONNode {
  indirect enum Value {
    case null
    case bool(Bool)
    case integer(Int)
    case string(String)
    case array([LockJSONNode])
    case object([(name: String, line: Int, value: LockJSONNode)])
  }

  let value: Value
  let line: Int

  struct Problem: Error {
    let line: Int
    let message: String
    /// Advice that is better than what is said of any problem; `nil` for none.
    var remedy: String?
  }

  /// Fractions and exponents are refused: a lock file has none.
  static func parse(_ bytes: [UInt8]) throws(Problem) -> LockJSONNode {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      let line = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        .firstIndex { String(validating: $0, as: UTF8.self) == nil }
      throw Problem(line: (line ?? 0) + 1, message: "this is no UTF-8 text")
    }
    var parser = JSONParser(bytes)
    let node = try parser.value(depth: 0)
    try parser.end()
    return node
  }
}

private struct JSONParser {
  private let bytes: [UInt8]
  private var place = 0
  private var line = 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  private func problem(_ message: String) -> LockJSONNode.Problem {
    LockJSONNode.Problem(line: line, message: message)
  }

  private var here: String {
    place < bytes.count ? "“\(Unicode.Scalar(bytes[place]))”" : "the end of the file"
  }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[place]) {
      if bytes[place] == 0x0A { line += 1 }
      place += 1
    }
  }

  private mutating func take(_ byte: Character) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == byte.asciiValue else { return false }
    place += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[place...].starts(with: word.utf8) else { return false }
    place += word.utf8.count
    return true
  }

  mutating func end() throws(LockJSONNode.Problem) {
    skipSpace()
    guard place == bytes.count else { throw problem("\(here) stands after the end of the JSON") }
  }

  mutating func value(depth: Int) throws(LockJSONNode.Problem) -> LockJSONNode {
    skipSpace()
    guard depth < 16 else { throw problem("this is nested too deep") }
    let start = line
    guard place < bytes.count else { throw problem("the file ends where a value is expected") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return LockJSONNode(value: .object(try object(depth)), line: start)
    case UInt8(ascii: "["): return LockJSONNode(value: .array(try array(depth)), line: start)
    case UInt8(ascii: "\""): return LockJSONNode(value: .string(try string()), line: start)
    case UInt8(ascii: "-"), 0x30...0x39: return LockJSONNode(value: .integer(try integer()), line: start)
    default:
      if take(word: "null") { return LockJSONNode(value: .null, line: start) }
      if take(word: "true") { return LockJSONNode(value: .bool(true), line: start) }
      if take(word: "false") { return LockJSONNode(value: .bool(false), line: start) }
      throw problem("\(here) stands where a value is expected")
    }
  }

  private mutating func object(
    _ depth: Int
  ) throws(LockJSONNode.Problem) -> [(name: String, line: Int, value: LockJSONNode)] {
    place += 1
    var fields: [(name: String, line: Int, value: LockJSONNode)] = []
    var names: Set<String> = []
    if take("}") { return fields }
    repeat {
      skipSpace()
      guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
        throw problem("\(here) stands where a name in quotes is expected")
      }
      let start = line
      let name = try string()
      guard names.insert(name).inserted else { throw problem("“\(name)” is given twice") }
      guard take(":") else { throw problem("\(here) stands where a colon is expected") }
      fields.append((name, start, try value(depth: depth + 1)))
    } while take(",")
    guard take("}") else { throw problem("\(here) stands where a comma or } is expected") }
    return fields
  }

  private mutating func array(_ depth: Int) throws(LockJSONNode.Problem) -> [LockJSONNode] {
    place += 1
    var values: [LockJSONNode] = []
    if take("]") { return values }
    repeat { values.append(try value(depth: depth + 1)) } while take(",")
    guard take("]") else { throw problem("\(here) stands where a comma or ] is expected") }
    return values
  }

  private mutating func integer() throws(LockJSONNode.Problem) -> Int {
    let start = place
    if bytes[place] == UInt8(ascii: "-") { place += 1 }
    let digits = place
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    let isWhole = place == bytes.count || !".eE".utf8.contains(bytes[place])
    let hasLeadingZero = place - digits > 1 && bytes[digits] == 0x30
    guard isWhole, !hasLeadingZero, let number = Int(String(decoding: bytes[start..<place], as: UTF8.self))
    else { throw problem("a whole number is expected") }
    return number
  }

  private mutating func string() throws(LockJSONNode.Problem) -> String {
    place += 1
    var text: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape().utf8
      case 0..<0x20: throw problem("a text must end on its line: is a quote missing?")
      default: text.append(byte)
      }
    }
    throw problem("the file ends within a text")
  }

  private mutating func escape() throws(LockJSONNode.Problem) -> String {
    guard place < bytes.count else { throw problem("the file ends within a text") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(Unicode.Scalar(byte))
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let first = try hex4()
      if let scalar = Unicode.Scalar(first) { return String(scalar) }
      guard first < 0xDC00, take(word: "\\u") else { throw problem("half of a surrogate pair is missing") }
      let second = try hex4()
      guard (0xDC00..<0xE000).contains(second),
        let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      else { throw problem("half of a surrogate pair is missing") }
      return String(scalar)
    default: throw problem("“\\\(Unicode.Scalar(byte))” is no escape of JSON")
    }
  }

  private mutating func hex4() throws(LockJSONNode.Problem) -> UInt32 {
    let digits = bytes[place...].prefix(4)
    guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let number = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    else { throw problem("\\u needs four hexadecimal digits") }
    place += 4
    return number
  }
}
