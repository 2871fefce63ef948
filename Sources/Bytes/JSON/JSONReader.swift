/// A JSON value with the place where it begins.
package struct JSONNode {
  package enum Value {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([Member])
  }

  /// A named value of an object.
  package struct Member {
    package let name: String
    /// The line of the name, from 1: its value may begin on a later one.
    package let line: Int
    package let value: JSONNode

    package init(name: String, line: Int, value: JSONNode) {
      (self.name, self.line, self.value) = (name, line, value)
    }
  }

  /// Line and column, both from 1, the column in bytes.
  package let line: Int
  package let column: Int
  package let value: Value

  package init(line: Int, column: Int = 1, value: Value) {
    self.line = line
    self.column = column
    self.value = value
  }

  /// The last member of that name, as JavaScript and PHP take it.
  package subscript(_ name: String) -> JSONNode? {
    guard case .object(let members) = value else { return nil }
    return members.last { $0.name == name }?.value
  }

  package var string: String? { if case .string(let text) = value { text } else { nil } }
  package var array: [JSONNode]? { if case .array(let items) = value { items } else { nil } }
  package var int: Int? { if case .number(let text) = value { Int(text) } else { nil } }

  /// The truth of a value that PHP and JavaScript write as `true`, `1` or `"1"`; `nil` for other kinds.
  package var isTrue: Bool? {
    switch value {
    case .bool(let flag): flag
    case .number(let text): text != "0"
    case .string(let text): text != "" && text != "0" && text != "false"
    default: nil
    }
  }
}

/// A reader of JSON (RFC 8259) with the line of every value, which Foundation's reader does not give.
package struct JSONReader {
  /// The files that are accepted.
  package enum Strictness {
    /// Files that other programs write, with a byte-order mark, bytes that are no UTF-8, a name twice, halves of
    /// surrogate pairs and numbers of any spelling.
    case tolerant
    /// Files that this program writes: none of these, whole numbers only, and at most 16 levels.
    case exact

    /// More levels than any file has; without a bound, a hostile one would overflow the stack.
    var deepest: Int { self == .exact ? 16 : 100 }
  }

  package struct Failure: Error {
    package enum Fault {
      case textAfterValue
      case tooDeep
      case missingValue
      case missingName
      case missingColon(name: String)
      case missingSeparator(end: UInt8)
      case openString
      case lineEndInString
      case unknownEscape(UInt8)
      case missingHexDigits
      // Of exact files alone:
      case halfSurrogatePair
      case repeatedName(String)
      case noWholeNumber
      case noUTF8
    }

    /// The line from 1.
    package let line: Int
    package let fault: Fault
    /// The byte that stands where something else is expected; `nil` at the end of the file.
    package let found: UInt8?
  }

  private let bytes: [UInt8]
  private let strictness: Strictness
  private var index = 0
  private var line = 1
  /// The index of the line's first byte.
  private var lineStart = 0
  private var depth = 0

  package static func read(
    _ file: [UInt8], _ strictness: Strictness = .tolerant
  ) throws(Failure) -> JSONNode {
    if strictness == .exact, String(validating: file, as: UTF8.self) == nil {
      let line = file.split(separator: 0x0A, omittingEmptySubsequences: false)
        .firstIndex { String(validating: $0, as: UTF8.self) == nil }
      throw Failure(line: (line ?? 0) + 1, fault: .noUTF8, found: nil)
    }
    var reader = JSONReader(
      bytes: strictness == .tolerant ? ByteText.withoutMark(file) : file, strictness: strictness)
    let node = try reader.node()
    reader.skipSpace()
    guard reader.index == reader.bytes.count else { throw reader.failure(.textAfterValue) }
    return node
  }

  init(bytes: [UInt8], strictness: Strictness) {
    self.bytes = bytes
    self.strictness = strictness
  }

  func failure(_ fault: Failure.Fault) -> Failure { Failure(line: line, fault: fault, found: next) }

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      index += 1
      if byte == 0x0A { (line, lineStart) = (line + 1, index) }
    }
  }

  /// Goes on to the next line that begins with a list or an object.
  mutating func skipToNextValue() {
    while let byte = next {
      index += 1
      guard byte == 0x0A else { continue }
      (line, lineStart) = (line + 1, index)
      skipSpace()
      if next == UInt8(ascii: "{") || next == UInt8(ascii: "[") { return }
    }
  }

  mutating func skipToEnd() { index = bytes.count }

  /// Skips white space and takes the byte if it follows.
  mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard next == byte else { return false }
    index += 1
    return true
  }

  mutating func node() throws(Failure) -> JSONNode {
    skipSpace()
    let (start, column) = (line, index - lineStart + 1)
    depth += 1
    defer { depth -= 1 }
    guard depth <= strictness.deepest else { throw failure(.tooDeep) }
    switch next {
    case UInt8(ascii: "{"): return JSONNode(line: start, column: column, value: .object(try members()))
    case UInt8(ascii: "["): return JSONNode(line: start, column: column, value: .array(try items()))
    case UInt8(ascii: "\""): return JSONNode(line: start, column: column, value: .string(try text()))
    case let byte?: return JSONNode(line: start, column: column, value: try word(byte))
    case nil: throw failure(.missingValue)
    }
  }

  private mutating func word(_ first: UInt8) throws(Failure) -> JSONNode.Value {
    let end =
      bytes[index...].firstIndex { !ASCII.isAlphanumeric($0) && !"+-.".utf8.contains($0) } ?? bytes.count
    let word = Array(bytes[index..<end]).text
    switch word {
    case "true":
      index = end
      return .bool(true)
    case "false":
      index = end
      return .bool(false)
    case "null":
      index = end
      return .null
    default:
      let isNumber = ASCII.isDigit(first) || first == UInt8(ascii: "-")
      if isNumber, strictness == .exact, Int(word)?.description != word, word != "-0" {
        throw failure(.noWholeNumber)
      }
      guard isNumber, Double(word) != nil else { throw failure(.missingValue) }
      index = end
      return .number(word)
    }
  }

  private mutating func members() throws(Failure) -> [JSONNode.Member] {
    var members: [JSONNode.Member] = []
    var names: Set<String> = []
    index += 1
    if take(UInt8(ascii: "}")) { return [] }
    repeat {
      skipSpace()
      guard next == UInt8(ascii: "\"") else { throw failure(.missingName) }
      let start = line
      let name = try text()
      if strictness == .exact, !names.insert(name).inserted { throw failure(.repeatedName(name)) }
      guard take(UInt8(ascii: ":")) else { throw failure(.missingColon(name: name)) }
      members.append(JSONNode.Member(name: name, line: start, value: try node()))
    } while try !isOver(UInt8(ascii: "}"))
    return members
  }

  private mutating func items() throws(Failure) -> [JSONNode] {
    var items: [JSONNode] = []
    index += 1
    if take(UInt8(ascii: "]")) { return [] }
    repeat { items.append(try node()) } while try !isOver(UInt8(ascii: "]"))
    return items
  }

  private mutating func isOver(_ end: UInt8) throws(Failure) -> Bool {
    if take(UInt8(ascii: ",")) { return false }
    guard take(end) else { throw failure(.missingSeparator(end: end)) }
    return true
  }

  private mutating func text() throws(Failure) -> String {
    index += 1
    var text: [UInt8] = []
    while let byte = next {
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return text.text
      case UInt8(ascii: "\\"):
        guard let letter = next else { throw failure(.openString) }
        index += 1
        try appendEscaped(letter, to: &text)
      case 0..<0x20: throw failure(.lineEndInString)
      default: text.append(byte)
      }
    }
    throw failure(.openString)
  }

  private mutating func appendEscaped(_ letter: UInt8, to text: inout [UInt8]) throws(Failure) {
    if letter == UInt8(ascii: "u") {
      var unit = try codeUnit()
      if unit & 0xFC00 == 0xD800, bytes[index...].starts(with: "\\u".utf8) {
        index += 2
        let second = try codeUnit()
        if strictness == .exact, second & 0xFC00 != 0xDC00 { throw failure(.halfSurrogatePair) }
        unit = 0x10000 + (unit & 0x3FF) << 10 + second & 0x3FF
      }
      let scalar = Unicode.Scalar(unit)
      if scalar == nil, strictness == .exact { throw failure(.halfSurrogatePair) }
      text += String(scalar ?? "\u{FFFD}").utf8
    } else if let byte = StringEscape.byte(letter) ?? (letter == UInt8(ascii: "/") ? letter : nil) {
      text.append(byte)
    } else {
      throw failure(.unknownEscape(letter))
    }
  }

  private mutating func codeUnit() throws(Failure) -> UInt32 {
    guard let unit = StringEscape.number(of: 4, in: bytes, at: &index) else {
      throw failure(.missingHexDigits)
    }
    return unit
  }
}

extension JSONReader.Failure {
  /// The fault in a half sentence, as the readers of other programs' files tell it.
  package var message: String {
    switch fault {
    case .textAfterValue: "text follows the JSON value"
    case .tooDeep: "the JSON is nested too deep"
    case .missingValue:
      found.map { "a JSON value cannot begin with \(String(decoding: [$0], as: UTF8.self))" }
        ?? "the JSON ends before its value"
    case .missingName: "a member's name in quotes is missing"
    case .missingColon(let name): "a : is missing after \"\(name)\""
    case .missingSeparator(let end): "a , or \(Unicode.Scalar(end)) is missing"
    case .openString: "a string is not closed"
    case .lineEndInString: "a line ends within a string"
    case .unknownEscape: "a string holds an escape that JSON does not have"
    case .missingHexDigits: "\\u needs four hexadecimal digits"
    case .halfSurrogatePair: "half of a surrogate pair is missing"
    case .repeatedName(let name): "“\(name)” is given twice"
    case .noWholeNumber: "a whole number is expected"
    case .noUTF8: "this is no UTF-8 text"
    }
  }
}
