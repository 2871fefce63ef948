internal import AutoTagBytes

/// The scripts of a page as one program: their tokens, the functions that they declare and the values of their variables.
struct ScriptProgram {
  private(set) var code: [UInt8] = []
  private(set) var tokens: [ScriptToken] = []
  /// The tokens of each script.
  private(set) var scripts: [Range<Int>] = []
  private(set) var functions: [String: ScriptFunction] = [:]
  /// The ranges of the values that a variable is given.
  private(set) var values: [String: [Range<Int>]] = [:]
  /// Variables that are given something else too, as by `+=` or a loop.
  private(set) var open: Set<String> = []
  /// The parts that variables are given anew, as those of a `URL`: `u.search = …`, `u.searchParams.set(…)`.
  private(set) var changes: [String: [ScriptPartChange]] = [:]

  /// Adds a script.
  /// - Parameter line: that of its start.
  /// - Returns: its tokens.
  @discardableResult
  mutating func add(_ script: some Collection<UInt8>, line: Int) -> Range<Int> {
    let (start, first) = (code.count, tokens.count)
    code += script
    var lexer = ScriptLexer(code, start..<code.count, line: line, after: tokens)
    lexer.read()
    tokens = lexer.tokens
    let range = first..<tokens.count
    for index in range { note(index, in: range) }
    return range
  }

  mutating func addScript(_ script: some Collection<UInt8>, line: Int) {
    scripts.append(add(script, line: line))
  }

  // MARK: Tokens

  func text(_ index: Int) -> ArraySlice<UInt8> { code[tokens[index].range] }

  func name(_ index: Int) -> String { Array(text(index)).text }

  func isSign(_ index: Int, _ sign: StaticString) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .sign && matches(index, sign)
  }

  func isWord(_ index: Int, _ word: StaticString) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .name && matches(index, word)
  }

  private func matches(_ index: Int, _ text: StaticString) -> Bool {
    let range = tokens[index].range
    guard range.count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { code[range].elementsEqual($0) }
  }

  /// Returns the text of a literal; `nil` for another token.
  func literal(_ index: Int) -> String? {
    switch tokens[index].kind {
    case .text: ScriptLiteral.text(text(index).dropFirst().dropLast())
    case .templateText: ScriptLiteral.text(text(index))
    default: nil
    }
  }

  /// Returns the index behind a token, and behind its brackets where it opens them.
  func next(_ index: Int, in range: Range<Int>) -> Int {
    guard let partner = tokens[index].partner, partner > index, partner < range.upperBound else {
      return index + 1
    }
    return partner + 1
  }

  /// Returns the tokens inside the brackets that open at an index.
  func inside(_ index: Int) -> Range<Int>? {
    guard tokens.indices.contains(index), let partner = tokens[index].partner, partner > index else {
      return nil
    }
    return (index + 1)..<partner
  }

  /// Returns the first token outside of inner brackets for which something holds.
  func first(in range: Range<Int>, where holds: (Int) -> Bool) -> Int? {
    var index = range.lowerBound
    while index < range.upperBound {
      if holds(index) { return index }
      index = next(index, in: range)
    }
    return nil
  }

  /// Returns the parts of a range between signs outside of inner brackets.
  func split(_ range: Range<Int>, at sign: StaticString) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if isSign(index, sign) {
        parts.append(start..<index)
        start = index + 1
      }
      index = next(index, in: range)
    }
    if !range.isEmpty { parts.append(min(start, range.upperBound)..<range.upperBound) }
    return parts
  }

  /// Returns the code of tokens on one line.
  func source(_ range: Range<Int>, longest: Int = 300) -> String {
    guard let first = range.first, let last = range.last else { return "" }
    let (start, end) = (tokens[first].range.lowerBound, tokens[last].range.upperBound)
    guard start < end else { return "" }
    return Array(code[start..<min(end, start + longest)].prefix { $0 != 0x0A && $0 != 0x0D }).text
  }

  // MARK: Statements

  /// Returns the end of the expression that a statement is: where a semicolon stands, or a line begins that does not go on
  /// with it (ECMA-262, section 12.10).
  func endOfExpression(at start: Int, in range: Range<Int>) -> Int {
    var index = start
    while index < range.upperBound {
      if isSign(index, ";") { return index }
      if index > start {
        if isWord(index, "else") { return index }
        if tokens[index].beginsLine, endsValue(index - 1), beginsValue(index) { return index }
      }
      index = next(index, in: range)
    }
    return range.upperBound
  }

  private func endsValue(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .number, .text, .pattern, .close, .templateText: return true
    case .name: return !["in", "of", "instanceof", "typeof", "new", "void", "await"].contains(name(index))
    case .sign: return [")", "]", "}", "++", "--"].contains(name(index))
    case .open, .plus: return false
    }
  }

  private func beginsValue(_ index: Int) -> Bool {
    switch tokens[index].kind {
    case .name: return !["in", "of", "instanceof"].contains(name(index))
    case .number, .text, .pattern: return true
    case .sign: return ["{", "!", "++", "--", "}", "~"].contains(name(index))
    case .open, .close, .plus, .templateText: return false
    }
  }

  // MARK: Declarations

  private mutating func note(_ index: Int, in range: Range<Int>) {
    guard tokens[index].kind == .name else { return }
    if isWord(index, "function"), let function = function(at: index) {
      if let name = function.name { functions[name] = functions[name] ?? function }
      return
    }
    guard !isSign(index - 1, "."), !isSign(index - 1, "?.") else { return }
    if let change = change(at: index, in: range) { changes[name(index), default: []].append(change) }
    if isWord(index + 1, "of") || isWord(index + 1, "in") {
      open.insert(name(index))
    } else if isSign(index + 1, "=") {
      let end = endOfExpression(at: index + 2, in: index + 2..<range.upperBound)
      let value = split(index + 2..<end, at: ",").first ?? index + 2..<index + 2
      // The brackets around end it too.
      let stop = first(in: value) { index in tokens[index].partner.map { $0 < index } ?? false }
      let own = value.lowerBound..<(stop ?? value.upperBound)
      if let function = functionLiteral(own) {
        functions[name(index)] = functions[name(index)] ?? function
      } else {
        values[name(index), default: []].append(own)
      }
    } else if ["+=", "-=", "++", "--", "|=", "&="].contains(where: { isSign(index + 1, $0) })
      || isSign(index - 1, "++") || isSign(index - 1, "--")
    {
      open.insert(name(index))
    }
  }

  /// The names of parts, as `ScriptPartChange` has them.
  private static let parts: Set<String> = [
    "search", "hash", "href", "protocol", "host", "hostname", "port", "pathname",
  ]

  /// Returns the change of a part of what a variable holds.
  private func change(at index: Int, in range: Range<Int>) -> ScriptPartChange? {
    guard isSign(index + 1, "."), tokens.indices.contains(index + 2), tokens[index + 2].kind == .name else {
      return nil
    }
    let part = name(index + 2)
    if part == "searchParams" { return ScriptPartChange(part: "search", value: nil, at: index) }
    guard Self.parts.contains(part) else { return nil }
    if isSign(index + 3, "+=") { return ScriptPartChange(part: part, value: nil, at: index) }
    guard isSign(index + 3, "=") else { return nil }
    let start = index + 4
    let value = split(start..<endOfExpression(at: start, in: start..<range.upperBound), at: ",").first
    return ScriptPartChange(part: part, value: beginsStatement(index) ? value : nil, at: index)
  }

  /// Returns true if a statement begins at a token that is carried out wherever those around it are.
  private func beginsStatement(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    if isSign(index - 1, ";") || isSign(index - 1, "{") || isSign(index - 1, "}") { return true }
    return tokens[index].beginsLine && endsValue(index - 1) && !isSign(index - 1, ")") || isBehindCall(index)
  }

  /// Returns true if a line begins at a token, behind a call that is a statement: `f()`, and not `if (a)`.
  private func isBehindCall(_ index: Int) -> Bool {
    guard tokens[index].beginsLine, isSign(index - 1, ")"), let open = tokens[index - 1].partner, open > 0,
      tokens[open - 1].kind == .name
    else { return false }
    return !["if", "while", "for", "with"].contains(name(open - 1))
  }

  // MARK: Functions

  /// Returns the function that is all of an expression.
  func functionLiteral(_ range: Range<Int>) -> ScriptFunction? {
    guard let function = functionStarting(at: range.lowerBound, in: range), function.end == range.upperBound
    else {
      return nil
    }
    return function
  }

  /// Returns the function that begins at a token: `function`, `async function`, `(a) =>`, `a =>`.
  func functionStarting(at index: Int, in range: Range<Int>) -> ScriptFunction? {
    guard index < range.upperBound else { return nil }
    let start = isWord(index, "async") && index + 1 < range.upperBound ? index + 1 : index
    return isWord(start, "function") ? function(at: start) : arrow(at: start, in: range)
  }

  private func function(at start: Int) -> ScriptFunction? {
    var index = start + 1
    if isSign(index, "*") { index += 1 }
    var name: String?
    if tokens.indices.contains(index), tokens[index].kind == .name {
      name = self.name(index)
      index += 1
    }
    guard isSign(index, "("), let parameters = inside(index), isSign(parameters.upperBound + 1, "{"),
      let body = inside(parameters.upperBound + 1)
    else { return nil }
    return ScriptFunction(
      name: name, parameters: names(parameters), body: body, isExpression: false, end: body.upperBound + 1)
  }

  private func arrow(at start: Int, in range: Range<Int>? = nil) -> ScriptFunction? {
    let parameters: [String]
    var index: Int
    if isSign(start, "("), let inner = inside(start) {
      guard isSign(inner.upperBound + 1, "=>") else { return nil }
      parameters = names(inner)
      index = inner.upperBound + 2
    } else if tokens[start].kind == .name, isSign(start + 1, "=>") {
      parameters = [name(start)]
      index = start + 2
    } else {
      return nil
    }
    guard tokens.indices.contains(index) else { return nil }
    if isSign(index, "{"), let body = inside(index) {
      return ScriptFunction(
        name: nil, parameters: parameters, body: body, isExpression: false, end: body.upperBound + 1)
    }
    let all = index..<(range?.upperBound ?? index)
    let end = first(in: all) { isSign($0, ",") || isSign($0, ";") } ?? all.upperBound
    return ScriptFunction(
      name: nil, parameters: parameters, body: index..<max(index, end), isExpression: true,
      end: max(index, end))
  }

  private func names(_ range: Range<Int>) -> [String] {
    split(range, at: ",").map { part in
      part.first.flatMap { tokens[$0].kind == .name ? name($0) : nil } ?? ""
    }
  }
}

/// A change of a part of an address that a variable holds.
struct ScriptPartChange {
  /// The name of the part, as `URL` has it.
  let part: String
  /// The new value; `nil` where it is not known, or may not be given.
  let value: Range<Int>?
  /// The index of the variable.
  let index: Int

  init(part: String, value: Range<Int>?, at index: Int) {
    (self.part, self.value, self.index) = (part, value, index)
  }
}

/// A function of a script.
struct ScriptFunction {
  let name: String?
  let parameters: [String]
  let body: Range<Int>
  /// True for an arrow's body without brackets.
  let isExpression: Bool
  /// The index behind it.
  let end: Int
}
