internal import AutoTagBytes

/// One token of a script, by its place in the code.
struct ScriptToken {
  enum Kind: UInt8 {
    case name, number, text, pattern, sign
    /// The parts of a template are joined by these, which are not written: `` `a${b}` `` is `("a"+(b)+"")`.
    case open, close, plus
    /// Text of a template, without quotes.
    case templateText
  }

  let kind: Kind
  let range: Range<Int>
  let line: Int
  let beginsLine: Bool
  /// The index of the bracket around it; `nil` for none.
  let outer: Int?
  /// The index of the bracket that belongs to this one.
  var partner: Int?
}

/// A reader of the tokens of a script (ECMA-262, section 12), as far as it takes to find statements and texts.
struct ScriptLexer {
  private let code: [UInt8]
  private var index: Int
  private let end: Int
  private var line: Int
  private var beginsLine = true
  private var brackets: [Int] = []
  private(set) var tokens: [ScriptToken]
  private let first: Int

  /// Templates in templates; deeper ones than any page has are not read.
  private static let deepest = 16

  /// - Parameters:
  ///   - tokens: those of the scripts before it.
  ///   - line: that of the range's start.
  init(_ code: [UInt8], _ range: Range<Int>, line: Int, after tokens: [ScriptToken]) {
    (self.code, self.line, self.tokens) = (code, line, tokens)
    (index, end, first) = (range.lowerBound, range.upperBound, tokens.count)
  }

  mutating func read() { read(depth: 0) }

  /// Reads to the end, or inside a template to the bracket that ends what is put into it.
  private mutating func read(depth: Int) {
    let outer = brackets.count
    while index < end {
      let byte = code[index]
      switch byte {
      case 0x0A, 0x0D:
        if byte == 0x0A || !(index + 1 < end && code[index + 1] == 0x0A) { line += 1 }
        beginsLine = true
        index += 1
      case let byte where ASCII.isSpace(byte): index += 1
      case UInt8(ascii: "/") where isComment(): skipComment()
      case UInt8(ascii: "<") where code[index..<end].starts(with: "<!--".utf8): skipLine()
      case UInt8(ascii: "\""), UInt8(ascii: "'"): readText(byte)
      case UInt8(ascii: "`"): readTemplate(depth)
      case UInt8(ascii: "/") where mayBePattern: readPattern()
      case let byte where ASCII.isDigit(byte):
        take(.number) { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: ".") }
      case let byte where Self.isNamePart(byte): take(.name, while: Self.isNamePart)
      case UInt8(ascii: "}") where depth > 0 && brackets.count == outer: return
      default: readSign()
      }
    }
  }

  static func isNamePart(_ byte: UInt8) -> Bool {
    ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "$") || byte >= 0x80
  }

  private mutating func add(_ kind: ScriptToken.Kind, _ range: Range<Int>, line: Int? = nil) {
    tokens.append(
      ScriptToken(
        kind: kind, range: range, line: line ?? self.line, beginsLine: beginsLine,
        outer: brackets.last, partner: nil))
    beginsLine = false
  }

  private mutating func take(_ kind: ScriptToken.Kind, while isPart: (UInt8) -> Bool) {
    let start = index
    while index < end, isPart(code[index]) { index += 1 }
    add(kind, start..<index)
  }

  private func isComment() -> Bool {
    index + 1 < end && (code[index + 1] == UInt8(ascii: "/") || code[index + 1] == UInt8(ascii: "*"))
  }

  private mutating func skipLine() {
    while index < end, code[index] != 0x0A, code[index] != 0x0D { index += 1 }
  }

  private mutating func skipComment() {
    guard code[index + 1] == UInt8(ascii: "*") else { return skipLine() }
    index += 2
    while index < end {
      if code[index] == 0x0A { (line, beginsLine) = (line + 1, true) }
      if code[index] == UInt8(ascii: "*"), index + 1 < end, code[index + 1] == UInt8(ascii: "/") {
        index += 2
        return
      }
      index += 1
    }
  }

  /// Only a template goes over lines.
  private mutating func readText(_ quote: UInt8) {
    let (start, startLine) = (index, line)
    index += 1
    while index < end, code[index] != quote, code[index] != 0x0A {
      if code[index] == UInt8(ascii: "\\"), index + 1 < end {
        if code[index + 1] == 0x0A { line += 1 }
        index += 1
      }
      index += 1
    }
    let isClosed = index < end && code[index] == quote
    if isClosed { index += 1 }
    index = min(index, end)
    add(isClosed ? .text : .sign, start..<index, line: startLine)
  }

  private mutating func readTemplate(_ depth: Int) {
    index += 1
    open(.open, index - 1..<index)
    var (start, startLine) = (index, line)
    while index < end, code[index] != UInt8(ascii: "`") {
      switch code[index] {
      case UInt8(ascii: "\\"): index += 1
      case 0x0A: line += 1
      case UInt8(ascii: "$")
      where index + 1 < end && code[index + 1] == UInt8(ascii: "{") && depth < Self.deepest:
        add(.templateText, start..<index, line: startLine)
        add(.plus, index..<index)
        open(.open, index..<index + 2)
        index += 2
        read(depth: depth + 1)
        close(.close, index..<min(index + 1, end))
        add(.plus, index..<index)
        (start, startLine) = (min(index + 1, end), line)
      default: break
      }
      index += 1
    }
    index = min(index, end)
    add(.templateText, min(start, index)..<index, line: startLine)
    close(.close, index..<min(index + 1, end))
    index = min(index + 1, end)
  }

  /// A slash behind a value divides.
  private var mayBePattern: Bool {
    guard tokens.count > first, let last = tokens.last else { return true }
    switch last.kind {
    case .number, .text, .pattern, .close, .templateText: return false
    case .name:
      let word = code[last.range]
      return ["return", "typeof", "case", "in", "of", "do", "else", "void", "delete", "throw", "new"].contains
      {
        word.elementsEqual($0.utf8)
      }
    case .open, .plus: return true
    case .sign: return !")]}".utf8.contains(code[last.range.lowerBound])
    }
  }

  private mutating func readPattern() {
    let start = index
    var isInClass = false
    index += 1
    while index < end, code[index] != 0x0A, code[index] != UInt8(ascii: "/") || isInClass {
      switch code[index] {
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "\\"): index += 1
      default: break
      }
      index += 1
    }
    index = min(index + 1, end)
    while index < end, Self.isNamePart(code[index]) { index += 1 }
    add(.pattern, start..<index)
  }

  private static let longSigns = [
    "===", "!==", "...", "=>", "==", "!=", "&&", "||", "??", "?.", "+=", "-=", "++", "--", "<=", ">=", "*=",
    "/=", "|=", "&=",
  ].map { Array($0.utf8) }

  private mutating func readSign() {
    let rest = code[index..<end]
    let length = Self.longSigns.first { rest.starts(with: $0) }?.count ?? 1
    let range = index..<index + length
    switch code[index] {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): open(.sign, range)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): close(.sign, range)
    default: add(.sign, range)
    }
    index += length
  }

  private mutating func open(_ kind: ScriptToken.Kind, _ range: Range<Int>) {
    add(kind, range)
    brackets.append(tokens.count - 1)
  }

  private mutating func close(_ kind: ScriptToken.Kind, _ range: Range<Int>) {
    if let opening = brackets.popLast() {
      tokens[opening].partner = tokens.count
      add(kind, range)
      tokens[tokens.count - 1].partner = opening
    } else {
      add(kind, range)
    }
  }
}
