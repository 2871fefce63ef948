internal import AutoTagBytes

/// A search for where a script sends the page at once: a statement that gives `location` a literal address, not in a
/// condition and not in a function that somebody calls later.
struct LocationScript {
  struct Found {
    var location: String
    /// Lines below the script's start.
    var line: Int
    var text: String
    var forwardsQuery: Bool
    var unknown: String?
  }

  static func find(in code: [UInt8]) -> Found? {
    var script = LocationScript(code: code)
    return script.find()
  }

  private let code: [UInt8]
  private var index = 0
  private var line = 0
  /// The brackets around the index: true for those whose content runs at once.
  private var blocks: [Bool] = []
  /// The code since the last statement's end.
  private var statement: [UInt8] = []

  private init(code: [UInt8]) { self.code = code }

  private mutating func find() -> Found? {
    while index < code.count {
      let byte = code[index]
      switch byte {
      case UInt8(ascii: "/") where skipComment(): continue
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let start = index
        _ = string()
        // An unclosed one would otherwise be read for ever.
        if index == start { index += 1 }
        statement.append(UInt8(ascii: "\""))
        continue
      case UInt8(ascii: "{"):
        blocks.append(opensAtOnce())
        statement = []
      case UInt8(ascii: "}"):
        _ = blocks.popLast()
        statement = []
      case UInt8(ascii: ";"): statement = []
      case 0x0A:
        line += 1
        // A line end is the end of a statement unless it goes on.
        if let last = statement.last(where: { !ASCII.isSpace($0) }), !"=(.,+".utf8.contains(last) {
          statement = []
        }
      case UInt8(ascii: "l") where isWord(Self.word):
        if let found = assignment() { return found }
        statement += Self.word
        index += Self.word.count
        continue
      default: break
      }
      if byte != UInt8(ascii: ";"), byte != UInt8(ascii: "{"), byte != UInt8(ascii: "}") {
        statement.append(byte)
      }
      index += 1
    }
    return nil
  }

  private static let word = [UInt8]("location")

  private func isWord(_ word: [UInt8]) -> Bool {
    guard code[index...].starts(with: word) else { return false }
    return !(index > 0 && Self.isNamePart(code[index - 1]))
      && !(index + word.count < code.count && Self.isNamePart(code[index + word.count]))
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  /// Functions that run without a visitor's doing.
  private func opensAtOnce() -> Bool {
    let text = statement.text
    let isFunction = text.contains("function") || text.contains("=>")
    guard isFunction else { return ByteText.trimmed(statement).isEmpty }
    return text.contains("setTimeout") || text.contains("onload") || text.contains("\"load\"")
      || text.contains("DOMContentLoaded") || text.contains("addEventListener(\"")
      || ByteText.trimmed(statement).first == UInt8(ascii: "(")
      || ByteText.trimmed(statement).first == UInt8(ascii: "!")
  }

  /// Reads `location = "…"`, `window.location.href = "…"`, `location.replace("…")` at the index.
  private mutating func assignment() -> Found? {
    guard blocks.allSatisfy({ $0 }) else { return nil }
    // In front of it only the objects that have the page's location, or the call that waits.
    let before = ByteText.trimmed(statement).text
    let owners = ["", "window.", "document.", "self.", "top.", "parent.", "window.top.", "window.self."]
    let waits = before.hasPrefix("setTimeout(")
    guard owners.contains(before) || waits else { return nil }
    let start = index
    let startLine = line
    var cursor = index + Self.word.count
    func skip() { while cursor < code.count, ASCII.isSpace(code[cursor]) { cursor += 1 } }
    func take(_ text: StaticString) -> Bool {
      guard code[cursor...].starts(with: [UInt8](text)) else { return false }
      cursor += text.utf8CodeUnitCount
      return true
    }
    skip()
    var isCall = false
    if take(".href") {
      skip()
      guard take("="), !(cursor < code.count && code[cursor] == UInt8(ascii: "=")) else { return nil }
    } else if take(".replace") || take(".assign") {
      skip()
      guard take("(") else { return nil }
      isCall = true
    } else {
      guard take("="), !(cursor < code.count && code[cursor] == UInt8(ascii: "=")) else { return nil }
    }
    skip()
    var reader = self
    reader.index = cursor
    let literal = reader.string()
    let end = code[reader.index...].firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x0A } ?? code.count
    let text = Array(code[start..<min(end, start + 300)]).text
    guard let literal else {
      return Found(
        location: "", line: startLine, text: text, forwardsQuery: false,
        unknown: "the address is put together by the script")
    }
    let rest = ByteText.trimmed(code[reader.index..<end]).text
    let bare = isCall && rest.hasPrefix(")") ? String(rest.dropFirst()) : rest
    let forwarding = [
      "+ location.search", "+ window.location.search", "+location.search", "+window.location.search",
    ]
    if let suffix = forwarding.first(where: rest.hasPrefix) {
      let after = rest.dropFirst(suffix.count)
      if after.isEmpty || after.first == ")" {
        return Found(location: literal, line: startLine, text: text, forwardsQuery: true, unknown: nil)
      }
    }
    let isWhole =
      bare.isEmpty || bare.first == "}" || bare.first == ")" || bare.first == "," || bare.hasPrefix("//")
    return Found(
      location: literal, line: startLine, text: text, forwardsQuery: false,
      unknown: isWhole ? nil : "the address is put together by the script")
  }

  private mutating func skipComment() -> Bool {
    guard index + 1 < code.count else { return false }
    switch code[index + 1] {
    case UInt8(ascii: "/"):
      while index < code.count, code[index] != 0x0A { index += 1 }
      return true
    case UInt8(ascii: "*"):
      index += 2
      while index < code.count {
        if code[index] == 0x0A { line += 1 }
        if code[index] == UInt8(ascii: "*"), index + 1 < code.count, code[index + 1] == UInt8(ascii: "/") {
          index += 2
          return true
        }
        index += 1
      }
      return true
    default: return false
    }
  }

  /// Reads the string literal at the index; `nil` where there is none, or one with something put into it.
  private mutating func string() -> String? {
    guard index < code.count else { return nil }
    let quote = code[index]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") || quote == UInt8(ascii: "`") else {
      return nil
    }
    index += 1
    var text: [UInt8] = []
    var isLiteral = true
    while index < code.count {
      let byte = code[index]
      if byte == quote {
        index += 1
        return isLiteral ? text.text : nil
      }
      if byte == 0x0A {
        // Only a template goes over lines.
        if quote != UInt8(ascii: "`") { return nil }
        line += 1
      }
      if byte == UInt8(ascii: "$"), quote == UInt8(ascii: "`"), index + 1 < code.count,
        code[index + 1] == UInt8(ascii: "{")
      {
        isLiteral = false
      }
      index += 1
      if byte == UInt8(ascii: "\\"), index < code.count {
        appendEscaped(to: &text)
      } else {
        text.append(byte)
      }
    }
    return nil
  }

  private mutating func appendEscaped(to text: inout [UInt8]) {
    let byte = code[index]
    index += 1
    let digits = byte == UInt8(ascii: "x") ? 2 : byte == UInt8(ascii: "u") ? 4 : 0
    if digits > 0, index + digits <= code.count {
      let values = code[index..<(index + digits)].compactMap { ASCII.hexDigit($0) }
      if values.count == digits,
        let scalar = Unicode.Scalar(values.reduce(UInt32(0)) { $0 << 4 | UInt32($1) })
      {
        text += Array(String(Character(scalar)).utf8)
        index += digits
        return
      }
    }
    switch byte {
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case 0x0A: line += 1
    default: text.append(byte)
    }
  }
}
