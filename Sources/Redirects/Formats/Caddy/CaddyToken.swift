internal import AutoTagBytes

/// A word of a Caddyfile.
struct CaddyToken: Sendable {
  /// Without its quotes.
  var text: [UInt8]
  let file: String
  let line: Int
  /// A token in quotes is no brace and no matcher's name.
  let isQuoted: Bool
  /// The first of its line, of which a backslash at the end makes one with the next.
  var startsLine: Bool

  /// Returns true for a brace that opens or closes a block.
  func isBrace(_ brace: UInt8) -> Bool { !isQuoted && text == [brace] }

  static let open = UInt8(ascii: "{")
  static let close = UInt8(ascii: "}")
}

/// A reader of a Caddyfile's words (`lexer.go`): white space ends one, `"…"` and `` `…` `` hold one, `#` begins a comment
/// where a word could begin, a backslash continues a line.
struct CaddyLexer {
  private let bytes: [UInt8]
  private let file: String
  private var index = 0
  private var line = 1
  private var startsLine = true

  init(_ bytes: [UInt8], file: String) {
    self.bytes = Self.withDefaults(ByteText.withoutMark(bytes))
    self.file = file
  }

  /// Puts the default of `{$NAME:default}` in its place. A variable of the server's environment without one stays as it is
  /// written, and what depends on it is unknown.
  private static func withDefaults(_ bytes: [UInt8]) -> [UInt8] {
    let start = [UInt8]("{$")
    guard ByteSearch.contains(start, in: bytes) else { return bytes }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard bytes[index] == start[0], index + 1 < bytes.count, bytes[index + 1] == start[1],
        let end = bytes[index...].firstIndex(of: CaddyToken.close)
      else {
        result.append(bytes[index])
        index += 1
        continue
      }
      let name = bytes[(index + 2)..<end]
      if let colon = name.firstIndex(of: UInt8(ascii: ":")), !name.contains(0x0A) {
        result += name[(colon + 1)...]
      } else {
        result += bytes[index...end]
      }
      index = end + 1
    }
    return result
  }

  mutating func next() -> CaddyToken? {
    var word: [UInt8] = []
    var start = line
    var isFirst = false
    func token(quoted: Bool = false) -> CaddyToken {
      CaddyToken(text: word, file: file, line: start, isQuoted: quoted, startsLine: isFirst)
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), let length = lineBreak(after: index) {
        // The line goes on.
        index += 1 + length
        line += 1
        if !word.isEmpty { return token() }
        continue
      }
      if ASCII.isSpace(byte) {
        if !word.isEmpty { return token() }
        if byte == 0x0A {
          line += 1
          startsLine = true
        }
        index += 1
        continue
      }
      guard word.isEmpty else {
        word.append(byte)
        index += 1
        continue
      }
      if byte == UInt8(ascii: "#") {
        while index < bytes.count, bytes[index] != 0x0A { index += 1 }
        continue
      }
      (start, isFirst) = (line, startsLine)
      startsLine = false
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") {
        word = quoted(byte)
        return token(quoted: true)
      }
      if let text = hereDocument() {
        word = text
        return token(quoted: true)
      }
      word.append(byte)
      index += 1
    }
    return word.isEmpty ? nil : token()
  }

  private func lineBreak(after index: Int) -> Int? {
    let next = index + 1
    guard next < bytes.count else { return nil }
    if bytes[next] == 0x0A { return 1 }
    return bytes[next] == 0x0D && next + 1 < bytes.count && bytes[next + 1] == 0x0A ? 2 : nil
  }

  /// Reads what is in quotes; only a quote is escaped in `"…"`, and nothing between backquotes.
  private mutating func quoted(_ quote: UInt8) -> [UInt8] {
    var text: [UInt8] = []
    index += 1
    while index < bytes.count, bytes[index] != quote {
      if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), index + 1 < bytes.count,
        bytes[index + 1] == quote
      {
        index += 1
      }
      if bytes[index] == 0x0A { line += 1 }
      text.append(bytes[index])
      index += 1
    }
    index = min(index + 1, bytes.count)
    return text
  }

  /// Reads a text of several lines, `<<NAME` up to `NAME` at a line's start, as Caddy does since 2.7.
  private mutating func hereDocument() -> [UInt8]? {
    guard index + 2 < bytes.count, bytes[index] == UInt8(ascii: "<"), bytes[index + 1] == UInt8(ascii: "<")
    else {
      return nil
    }
    let name = Array(bytes[(index + 2)...].prefix(while: ASCII.isWordCharacter))
    var start = index + 2 + name.count
    if start < bytes.count, bytes[start] == 0x0D { start += 1 }
    guard !name.isEmpty, start < bytes.count, bytes[start] == 0x0A else { return nil }
    start += 1
    var lineStart = start
    while lineStart < bytes.count {
      let text = bytes[lineStart...].drop { $0 == 0x20 || $0 == 0x09 }
      if text.starts(with: name) {
        line += bytes[index..<lineStart].count { $0 == 0x0A }
        index = text.startIndex + name.count
        return Array(bytes[start..<lineStart])
      }
      lineStart = (bytes[lineStart...].firstIndex(of: 0x0A) ?? bytes.count) + 1
    }
    return nil
  }
}
