internal import AutoTagBytes

/// A search for where a script sends the page at once: a statement that gives `location` an address, not in a condition and
/// not in a function that somebody calls later. The address is a literal, or a variable with one, to which the script may
/// add the query and the fragment of the page's own address, as the pages of Docusaurus and mkdocs-redirects do.
struct LocationScript {
  struct Found {
    var location: String
    /// Lines below the script's start.
    var line: Int
    var text: String
    var query = AddedQuery.nothing
    var unknown: String?
  }

  /// The form in which a script adds the query of the page's own address.
  enum AddedQuery: Sendable {
    case nothing
    /// `location.search`: with its `?`.
    case withMark
    /// `location.search.replace("?", "&")`
    case withAmpersand
    /// `location.search.slice(1)`
    case bare

    func added(_ query: String, to location: String) -> String {
      switch self {
      case .nothing: location
      case .withMark: "\(location)?\(query)"
      case .withAmpersand: "\(location)&\(query)"
      case .bare: location + query
      }
    }
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
  /// The variables that were given a literal, and nothing else.
  private var literals: [String: String] = [:]

  private init(code: [UInt8]) { self.code = code }

  private mutating func find() -> Found? {
    while index < code.count {
      let byte = code[index]
      switch byte {
      case UInt8(ascii: "/") where skipComment(): continue
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let (start, startLine) = (index, line)
        let literal = string()
        // An unclosed one would otherwise be read for ever.
        if index == start { index += 1 }
        if let literal {
          if let found = waiting(literal) {
            return Found(
              location: found.location, line: startLine + found.line, text: found.text, query: found.query,
              unknown: found.unknown)
          }
          note(literal)
        }
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
    if take(".href") {
      skip()
      guard take("="), !(cursor < code.count && code[cursor] == UInt8(ascii: "=")) else { return nil }
    } else if take(".replace") || take(".assign") {
      skip()
      guard take("(") else { return nil }
    } else {
      guard take("="), !(cursor < code.count && code[cursor] == UInt8(ascii: "=")) else { return nil }
    }
    skip()
    let end = code[cursor...].firstIndex { $0 == UInt8(ascii: ";") || $0 == 0x0A } ?? code.count
    let text = Array(code[start..<min(end, start + 300)]).text
    let unknown = Found(
      location: "", line: startLine, text: text, unknown: "the address is put together by the script")
    var reader = self
    reader.index = cursor
    let written = reader.string()
    guard let literal = written ?? reader.variable(), let query = reader.additions() else { return unknown }
    return Found(
      location: literal, line: startLine,
      // The rule names its target, by which the site's redirects are known to matter.
      text: written == nil ? "\(text) (\(literal))" : text, query: query, unknown: nil)
  }

  /// Returns what is said to run a little later: `setTimeout("location.href='…'", 500)`.
  private func waiting(_ code: String) -> Found? {
    guard blocks.allSatisfy({ $0 }), ByteText.trimmed(statement).text.hasSuffix("setTimeout("),
      code.contains("location")
    else { return nil }
    return Self.find(in: Array(code.utf8))
  }

  /// Notes the literal that a variable is given: `var u = "…"`.
  private mutating func note(_ literal: String) {
    var words = ByteText.trimmed(statement).text.split(separator: " ")
    if let last = words.last, last.count > 1, last.hasSuffix("=") {
      words[words.count - 1] = last.dropLast()
      words.append("=")
    }
    if words.count > 1, ["var", "let", "const"].contains(words[0]) { words.removeFirst() }
    guard words.count == 2, words[1] == "=", words[0].utf8.allSatisfy(Self.isNamePart) else { return }
    let name = String(words[0])
    var next = index
    while next < code.count, ASCII.isSpace(code[next]), code[next] != 0x0A { next += 1 }
    let isWhole = next == code.count || code[next] == UInt8(ascii: ";") || code[next] == 0x0A
    literals[name] = isWhole && literals[name] == nil ? literal : nil
  }

  /// Reads a variable's name at the index; `nil` where it has no known literal.
  private mutating func variable() -> String? {
    let name = code[index...].prefix(while: Self.isNamePart)
    guard let literal = literals[Array(name).text] else { return nil }
    index = name.endIndex
    return literal
  }

  /// Reads what is added to the address, up to the statement's end: the page's query, and its fragment behind it.
  /// - Returns: `nil` for anything else.
  private mutating func additions() -> AddedQuery? {
    var form = AddedQuery.nothing
    while true {
      while index < code.count, ASCII.isSpace(code[index]), code[index] != 0x0A { index += 1 }
      guard index < code.count, code[index] == UInt8(ascii: "+") else { break }
      index += 1
      while index < code.count, ASCII.isSpace(code[index]) { index += 1 }
      if takeLocation("search") {
        guard form == .nothing else { return nil }
        form = searchForm()
      } else if takeLocation("hash") || takeFragment() {
        continue
      } else {
        return nil
      }
    }
    guard index < code.count else { return form }
    switch code[index] {
    case UInt8(ascii: ";"), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: ","), 0x0A, UInt8(ascii: "/"):
      return form
    default: return nil
    }
  }

  /// Takes `location.search` or `window.location.search`.
  private mutating func takeLocation(_ member: String) -> Bool {
    for owner in ["", "window.", "document.", "self."] where take(owner + "location." + member) {
      guard index < code.count, Self.isNamePart(code[index]) else { return true }
      return false
    }
    return false
  }

  private mutating func take(_ text: String) -> Bool {
    guard code[index...].starts(with: text.utf8) else { return false }
    index += text.utf8.count
    return true
  }

  private mutating func searchForm() -> AddedQuery {
    for call in [".slice(1)", ".substr(1)", ".substring(1)"] where take(call) { return .bare }
    for mark in ["\"?\"", "'?'", "/\\?/", "/^\\?/"] {
      for separator in ["\"&\"", "'&'"] {
        for space in ["", " "] where take(".replace(\(mark),\(space)\(separator))") { return .withAmpersand }
      }
    }
    return .withMark
  }

  /// Takes a fragment that depends on the page's own, in parentheses: `(anchor ? "#" + anchor : "")`.
  private mutating func takeFragment() -> Bool {
    guard code[index] == UInt8(ascii: "("), let end = code[index...].firstIndex(of: UInt8(ascii: ")")) else {
      return false
    }
    let inner = Array(code[(index + 1)..<end]).text
    guard inner.contains("\"#\"") || inner.contains("'#'"), !inner.contains("("), !inner.contains("search"),
      inner.count < 200
    else { return false }
    index = end + 1
    return true
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
