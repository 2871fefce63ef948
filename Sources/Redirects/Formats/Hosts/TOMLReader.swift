package import AutoTagBytes

/// A reader of as much of TOML 1.0 (toml.io) as settings like a `netlify.toml` need, with the line of every value: tables, arrays
/// of tables, dotted keys, strings of all four kinds, numbers, booleans, arrays and inline tables. TOMLKit, the
/// Swift library, brings a C++ parser to build and does not tell a value's line.
package struct TOMLReader {
  package struct Failure: Error {
    package let line: Int
    package let message: String
  }

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var depth = 0
  private static let deepest = 50

  /// One table under a header: `[[redirects]]` gives one each time.
  package struct Table {
    package let path: [String]
    let isItem: Bool
    let line: Int
    package var members: [(key: [String], value: JSONNode)] = []

    subscript(_ key: String...) -> JSONNode? { members.last { $0.key == key }?.value }
  }

  package static func read(_ file: [UInt8]) throws(Failure) -> [Table] {
    var reader = TOMLReader(bytes: ByteText.withoutMark(file))
    return try reader.tables()
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  private func failure(_ message: String) -> Failure { Failure(line: line, message: message) }

  private mutating func tables() throws(Failure) -> [Table] {
    var tables = [Table(path: [], isItem: false, line: 1)]
    while true {
      skipLines()
      guard let byte = next else { return tables }
      if byte == UInt8(ascii: "[") {
        let start = line
        index += 1
        let isItem = next == UInt8(ascii: "[")
        if isItem { index += 1 }
        let path = try key()
        for _ in 0..<(isItem ? 2 : 1) {
          guard next == UInt8(ascii: "]") else { throw failure("a ] is missing") }
          index += 1
        }
        tables.append(Table(path: path, isItem: isItem, line: start))
      } else {
        let name = try key()
        guard next == UInt8(ascii: "=") else {
          throw failure("a = is missing after \(name.joined(separator: "."))")
        }
        index += 1
        skipSpace()
        let value = try value()
        tables[tables.count - 1].members.append((name, value))
      }
      skipSpace()
      if next == UInt8(ascii: "#") { skipComment() }
      guard next == nil || next == 0x0A || next == 0x0D else {
        throw failure("more text follows on the line")
      }
    }
  }

  private mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x09 { index += 1 }
  }

  private mutating func skipComment() {
    while let byte = next, byte != 0x0A {
      _ = byte
      index += 1
    }
  }

  /// Space, line ends and comments.
  private mutating func skipLines() {
    while let byte = next {
      if byte == UInt8(ascii: "#") {
        skipComment()
      } else if ASCII.isSpace(byte) {
        if byte == 0x0A { line += 1 }
        index += 1
      } else {
        return
      }
    }
  }

  private mutating func key() throws(Failure) -> [String] {
    var parts: [String] = []
    while true {
      skipSpace()
      if next == UInt8(ascii: "\"") || next == UInt8(ascii: "'") {
        parts.append(try string())
      } else {
        let end =
          bytes[index...].firstIndex {
            !ASCII.isAlphanumeric($0) && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-")
          } ?? bytes.count
        guard end > index else { throw failure("a key is missing") }
        parts.append(Array(bytes[index..<end]).text)
        index = end
      }
      skipSpace()
      guard next == UInt8(ascii: ".") else { return parts }
      index += 1
    }
  }

  private mutating func value() throws(Failure) -> JSONNode {
    let start = line
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw failure("the values are nested too deep") }
    switch next {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return JSONNode(line: start, value: .string(try string()))
    case UInt8(ascii: "["):
      index += 1
      var items: [JSONNode] = []
      while true {
        skipLines()
        if next == UInt8(ascii: "]") { break }
        items.append(try value())
        skipLines()
        if next == UInt8(ascii: ",") {
          index += 1
        } else if next != UInt8(ascii: "]") {
          throw failure("a ] is missing")
        }
      }
      index += 1
      return JSONNode(line: start, value: .array(items))
    case UInt8(ascii: "{"):
      index += 1
      var members: [JSONNode.Member] = []
      while true {
        skipLines()
        if next == UInt8(ascii: "}") { break }
        let line = line
        let name = try key().joined(separator: ".")
        guard next == UInt8(ascii: "=") else { throw failure("a = is missing after \(name)") }
        index += 1
        skipLines()
        members.append(JSONNode.Member(name: name, line: line, value: try value()))
        skipLines()
        if next == UInt8(ascii: ",") {
          index += 1
        } else if next != UInt8(ascii: "}") {
          throw failure("a } is missing")
        }
      }
      index += 1
      return JSONNode(line: start, value: .object(members))
    default:
      let end =
        bytes[index...].firstIndex { ASCII.isSpace($0) || ",]}#".utf8.contains($0) } ?? bytes.count
      let word = Array(bytes[index..<end]).text
      index = end
      switch word {
      case "true": return JSONNode(line: start, value: .bool(true))
      case "false": return JSONNode(line: start, value: .bool(false))
      case "": throw failure("a value is missing")
      default:
        guard let first = word.utf8.first, ASCII.isDigit(first) || "+-in".utf8.contains(first) else {
          throw failure("\(word) is no value: text stands in quotes")
        }
        return JSONNode(line: start, value: .number(word.filter { $0 != "_" }))
      }
    }
  }

  private mutating func string() throws(Failure) -> String {
    guard let quote = next else { throw failure("a string is missing") }
    let isLong = index + 2 < bytes.count && bytes[index + 1] == quote && bytes[index + 2] == quote
    let isLiteral = quote == UInt8(ascii: "'")
    index += isLong ? 3 : 1
    if isLong, next == 0x0D { index += 1 }
    if isLong, next == 0x0A {
      line += 1
      index += 1
    }
    var text: [UInt8] = []
    while let byte = next {
      if byte == quote {
        if !isLong {
          index += 1
          return text.text
        }
        if index + 2 < bytes.count, bytes[index + 1] == quote, bytes[index + 2] == quote {
          index += 3
          return text.text
        }
      } else if byte == 0x0A {
        guard isLong else { throw failure("a string is not closed on its line") }
        line += 1
      } else if byte == UInt8(ascii: "\\"), !isLiteral {
        index += 1
        try appendEscaped(to: &text)
        continue
      }
      text.append(byte)
      index += 1
    }
    throw failure("a string is not closed")
  }

  private mutating func appendEscaped(to text: inout [UInt8]) throws(Failure) {
    guard let byte = next else { throw failure("a string is not closed") }
    index += 1
    switch byte {
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      guard
        let code = StringEscape.number(of: byte == UInt8(ascii: "u") ? 4 : 8, in: bytes, at: &index)
      else { throw failure("an escape needs hexadecimal digits") }
      guard let scalar = Unicode.Scalar(code) else { throw failure("an escape names no character") }
      text += String(scalar).utf8
    case let byte where ASCII.isSpace(byte):
      if byte == 0x0A { line += 1 }
      while let space = next, ASCII.isSpace(space) {
        if space == 0x0A { line += 1 }
        index += 1
      }
    default:
      guard let byte = StringEscape.byte(byte) else {
        throw failure("a string holds an escape that TOML does not have")
      }
      text.append(byte)
    }
  }
}
