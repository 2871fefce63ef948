internal import AutoTagBytes

/// A search for where the scripts of a page send it without a visitor's doing: statements that give `location` an address, at
/// once or a little later, in branches too. What runs when a visitor clicks, types or chooses is no redirect.
struct LocationScript {
  typealias Step = LocationStep<LocationStatement>

  var reader: ScriptReader
  private var program: ScriptProgram
  /// The functions that are being carried out.
  private var calls: [String] = []
  private var conditions: [String] = []
  private var work = 0
  private let isGuessing: Bool

  /// The bound of the statements that are read, each as often as it is carried out.
  private static let mostWork = 20_000
  private static let mostCalls = 12

  /// - Parameter isGuessing: true for a page that shows next to nothing, where what may lead on does.
  static func steps(of program: ScriptProgram, guessing isGuessing: Bool = false) -> [Step] {
    var script = LocationScript(program, isGuessing)
    let steps = program.scripts.flatMap { range in [Step.scope(.function, script.steps(range))] }
    return Step.simplified(steps)
  }

  private init(_ program: ScriptProgram, _ isGuessing: Bool) {
    self.program = program
    self.isGuessing = isGuessing
    reader = ScriptReader(program)
  }

  // MARK: Statements

  private mutating func steps(_ range: Range<Int>) -> [Step] {
    var steps: [Step] = []
    var index = range.lowerBound
    while index < range.upperBound, work < Self.mostWork {
      work += 1
      let (found, next) = statement(at: index, in: range)
      steps += found
      index = max(next, index + 1)
    }
    return steps
  }

  /// - Returns: the index behind the statement.
  private mutating func statement(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
    if program.isSign(index, "{"), let inner = program.inside(index) {
      return (steps(inner), inner.upperBound + 1)
    }
    guard program.tokens[index].kind == .name else { return expressionStatement(at: index, in: range) }
    switch program.name(index) {
    case "if": return branch(at: index, in: range)
    case "for", "while", "with":
      let head = program.isWord(index + 1, "await") ? index + 2 : index + 1
      guard let inside = program.inside(head), inside.upperBound + 1 < range.upperBound else { break }
      let words = program.source(index..<inside.upperBound + 1, longest: 100)
      let (body, next) = under(words) { $0.statement(at: inside.upperBound + 1, in: range) }
      return ([.branch(.open(words), [.scope(.loop, body)], [])], next)
    case "do":
      let (body, next) = statement(at: index + 1, in: range)
      guard next < range.upperBound, program.isWord(next, "while") else { return (body, next) }
      return ([.scope(.loop, body)], program.next(next + 1, in: range))
    case "switch":
      guard let head = program.inside(index + 1), let body = program.inside(head.upperBound + 1) else {
        break
      }
      return ([.scope(.loop, cases(body, of: head))], body.upperBound + 1)
    case "try": return attempt(at: index, in: range)
    case "async" where program.isWord(index + 1, "function"), "function":
      guard let function = program.functionStarting(at: index, in: range), function.name != nil else { break }
      return ([], function.end)
    case "class":
      guard let bracket = program.first(in: index..<range.upperBound, where: { program.isSign($0, "{") })
      else { break }
      return ([], program.next(bracket, in: range))
    case "return", "throw":
      let (found, next) = expressionStatement(at: index + 1, in: range, isOnLine: true)
      return (found + [.exit(from: .function)], next)
    case "case":
      let colon = program.first(in: index..<range.upperBound) { program.isSign($0, ":") }
      return ([], (colon ?? index) + 1)
    case "default" where program.isSign(index + 1, ":"): return ([], index + 2)
    case "break", "continue": return ([.exit(from: .loop)], index + 1)
    case "var", "let", "const", "export", "default":
      return expressionStatement(at: index + 1, in: range)
    default: break
    }
    return expressionStatement(at: index, in: range)
  }

  private mutating func expressionStatement(
    at index: Int, in range: Range<Int>, isOnLine: Bool = false
  ) -> ([Step], next: Int) {
    guard index < range.upperBound, !isOnLine || !program.tokens[index].beginsLine else { return ([], index) }
    let end = program.endOfExpression(at: index, in: range)
    let found = expression(index..<end)
    return (found, end < range.upperBound && program.isSign(end, ";") ? end + 1 : max(end, index + 1))
  }

  private mutating func branch(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
    guard let head = program.inside(index + 1), head.upperBound + 1 < range.upperBound else {
      return expressionStatement(at: index + 1, in: range)
    }
    let condition = reader.condition(head)
    let words = program.source(head)
    var (first, next) = under(words) { $0.statement(at: head.upperBound + 1, in: range) }
    var second: [Step] = []
    if next + 1 < range.upperBound, program.isWord(next, "else") {
      (second, next) = under(words) { [next] in $0.statement(at: next + 1, in: range) }
    }
    return (first.isEmpty && second.isEmpty ? [] : [.branch(condition, first, second)], next)
  }

  /// Carries out what is in a condition.
  private mutating func under<Result>(
    _ words: String, _ body: (inout LocationScript) -> Result
  ) -> Result {
    conditions.append(words)
    defer { conditions.removeLast() }
    return body(&self)
  }

  private mutating func attempt(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
    guard let body = program.inside(index + 1) else { return ([], index + 1) }
    var found = steps(body)
    var next = body.upperBound + 1
    if program.isWord(next, "catch") {
      let line = program.tokens[next].line
      let block = program.isSign(next + 1, "(") ? program.next(next + 1, in: range) : next + 1
      if let inner = program.inside(block) {
        let words = "an error is caught in line \(line)"
        let caught = under(words) { $0.steps(inner) }
        // What is left at once is left before there is an error.
        found += later([.branch(.open(words), caught, [])])
        next = inner.upperBound + 1
      }
    }
    if program.isWord(next, "finally"), let inner = program.inside(next + 1) {
      found += steps(inner)
      next = inner.upperBound + 1
    }
    return (found, next)
  }

  /// Returns the steps of the cases of a `switch`, each up to its `break`.
  private mutating func cases(_ body: Range<Int>, of head: Range<Int>) -> [Step] {
    var labels: [(words: String?, start: Int)] = []
    var index = body.lowerBound
    while index < body.upperBound {
      let isCase = program.isWord(index, "case")
      if isCase || program.isWord(index, "default") && program.isSign(index + 1, ":"),
        let colon = program.first(in: index..<body.upperBound, where: { program.isSign($0, ":") })
      {
        let words =
          "\(program.source(head, longest: 60)) == \(program.source(index + 1..<colon, longest: 60))"
        labels.append((isCase ? words : nil, colon + 1))
        index = colon
      }
      index = program.next(index, in: body)
    }
    var otherwise: [Step] = []
    if let label = labels.first(where: { $0.words == nil }) {
      otherwise = steps(label.start..<body.upperBound)
    }
    for label in labels.reversed() {
      guard let words = label.words else { continue }
      let own = under(words) { $0.steps(label.start..<body.upperBound) }
      otherwise = [.branch(.open(words), own, otherwise)]
    }
    return otherwise
  }

  // MARK: Expressions

  private mutating func expression(_ range: Range<Int>) -> [Step] {
    work += 1
    guard !range.isEmpty, work < Self.mostWork else { return [] }
    let parts = program.split(range, at: ",")
    if parts.count > 1 { return parts.flatMap { expression($0) } }
    let program = program
    func first(_ signs: StaticString...) -> Int? {
      program.first(in: range) { index in signs.contains { program.isSign(index, $0) } }
    }
    // What stands first is outermost, as it binds less than what may follow it.
    if let index = first("=>", "=", "?") {
      if program.isSign(index, "=>") { return [] }
      if program.isSign(index, "=") {
        return assignment(to: range.lowerBound..<index, index + 1..<range.upperBound)
      }
      if let colon = ScriptReader.colon(of: index, in: range, program) {
        let head = range.lowerBound..<index
        let condition = reader.condition(head)
        return expression(head)
          + under(program.source(head)) {
            [
              .branch(
                condition, $0.expression(index + 1..<colon), $0.expression(colon + 1..<range.upperBound))
            ]
          }
      }
    }
    if let index = first("||", "??") ?? first("&&") {
      let head = range.lowerBound..<index
      let condition = reader.condition(head)
      let isEither = !program.isSign(index, "&&")
      return expression(head)
        + under(program.source(head)) {
          let rest = $0.expression(index + 1..<range.upperBound)
          return rest.isEmpty ? [] : [.branch(condition, isEither ? [] : rest, isEither ? rest : [])]
        }
    }
    return chains(range)
  }

  private mutating func assignment(to left: Range<Int>, _ right: Range<Int>) -> [Step] {
    let names = chain(left)
    if let names, Self.isLocation(names) || names.last == "href" && Self.isLocation(names.dropLast()) {
      return [leave(right, of: left.lowerBound..<right.upperBound)]
    }
    if let last = names?.last, ["onload", "onpageshow", "onreadystatechange"].contains(last) {
      return callback(right)
    }
    return expression(right)
  }

  /// Returns the names of `a.b["c"]`; `nil` for anything else.
  private func chain(_ range: Range<Int>) -> [String]? {
    var names: [String] = []
    var index = range.lowerBound
    while index < range.upperBound {
      if program.tokens[index].kind == .name {
        names.append(program.name(index))
      } else if program.isSign(index, "["), let inner = program.inside(index), inner.count == 1,
        let text = program.literal(inner.lowerBound)
      {
        names.append(text)
        index = inner.upperBound
      } else if !program.isSign(index, "."), !program.isSign(index, "?.") {
        return nil
      }
      index += 1
    }
    return names
  }

  /// Returns true for `location` of the page itself: `window.location`, `document.location`.
  private static func isLocation(_ names: some BidirectionalCollection<String>) -> Bool {
    guard names.last == "location" else { return false }
    return names.dropLast().allSatisfy {
      ScriptReader.windows.contains($0) || $0 == "document" || $0 == "defaultView"
    }
  }

  private mutating func leave(_ address: Range<Int>, of statement: Range<Int>) -> Step {
    // The text begins at the word that all of them have.
    let start = program.first(in: statement) { program.isWord($0, "location") } ?? statement.lowerBound
    return .leave(
      LocationStatement(
        value: reader.value(address), line: program.tokens[start].line,
        text: program.source(start..<statement.upperBound), variables: variables(address),
        conditions: conditions))
  }

  /// Returns the names in an expression that is one variable, or a member of one.
  private func variables(_ range: Range<Int>) -> [String] {
    let isPlain = program.first(in: range) { index in
      program.tokens[index].kind != .name && !["[", ".", "?."].contains { program.isSign(index, $0) }
    }
    guard isPlain == nil else { return [] }
    return range.filter { program.tokens[$0].kind == .name }.map { program.name($0) }
  }

  // MARK: Calls

  /// Reads the calls of an expression: `fetch(a).then(b)`, `(function () { … })()`.
  private mutating func chains(_ range: Range<Int>) -> [Step] {
    var steps: [Step] = []
    var names: [String] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if let function = program.functionStarting(at: index, in: range) {
        index = function.end
        let called = call(behind: index, in: range)
        if let called {
          steps += run(function, called.arguments)
          index = called.end
        }
        names = ["()"]
      } else if program.isSign(index, "("), let inner = program.inside(index) {
        let arguments = program.split(inner, at: ",")
        if !names.isEmpty {
          steps += call(names, arguments, of: start..<inner.upperBound + 1)
        } else if let function = program.functionLiteral(inner),
          let called = call(behind: inner.upperBound + 1, in: range)
        {
          steps += run(function, called.arguments)
          index = called.end
          names = ["()"]
          continue
        } else {
          steps += expression(inner)
        }
        names = ["()"]
        index = inner.upperBound + 1
      } else if program.isSign(index, "["), let inner = program.inside(index) {
        if inner.count == 1, let text = program.literal(inner.lowerBound), !names.isEmpty {
          names.append(text)
        } else {
          names.append("[]")
        }
        index = inner.upperBound + 1
      } else if program.tokens[index].kind == .name,
        !["new", "void", "await", "typeof"].contains(program.name(index))
      {
        let isMember = program.isSign(index - 1, ".") || program.isSign(index - 1, "?.")
        if !isMember || index == range.lowerBound { (names, start) = ([], index) }
        names.append(program.name(index))
        index += 1
      } else {
        if !program.isSign(index, "."), !program.isSign(index, "?.") { names = [] }
        index = program.next(index, in: range)
      }
    }
    return steps
  }

  /// Returns the arguments with which a function is called at once: `(…)`, `.call(this, …)`.
  private func call(behind index: Int, in range: Range<Int>) -> (arguments: [Range<Int>], end: Int)? {
    guard index < range.upperBound else { return nil }
    if program.isSign(index, "("), let inner = program.inside(index) {
      return (program.split(inner, at: ","), inner.upperBound + 1)
    }
    guard program.isSign(index, "."), program.isWord(index + 1, "call") || program.isWord(index + 1, "apply"),
      let inner = program.inside(index + 2)
    else { return nil }
    let arguments = program.split(inner, at: ",")
    return (program.isWord(index + 1, "call") ? Array(arguments.dropFirst()) : [], inner.upperBound + 1)
  }

  /// Functions that carry out what they are given without a visitor's doing.
  private static let runners: Set<String> = [
    "setTimeout", "setInterval", "setImmediate", "requestAnimationFrame", "requestIdleCallback",
    "queueMicrotask",
    "then", "finally", "ready", "Promise",
  ]
  private static let listeners: Set<String> = ["addEventListener", "attachEvent", "on", "one", "bind"]
  private static let loadEvents: Set<String> = [
    "load", "DOMContentLoaded", "pageshow", "readystatechange", "onload", "onreadystatechange",
  ]
  private static let ownWindows: Set<String> = ["_self", "_top", "_parent"]

  private mutating func call(_ names: [String], _ arguments: [Range<Int>], of statement: Range<Int>) -> [Step]
  {
    guard let last = names.last else { return [] }
    let owners = names.dropLast()
    if let first = arguments.first {
      if last == "replace" || last == "assign", Self.isLocation(owners) {
        return [leave(first, of: statement)]
      }
      if last == "open", owners.allSatisfy({ ScriptReader.windows.contains($0) }), arguments.count > 1,
        let target = reader.value(arguments[1]).text?.literal, Self.ownWindows.contains(target.lowercased())
      {
        return [leave(first, of: statement)]
      }
      if last == "navigate", owners.last == "navigation" { return [leave(first, of: statement)] }
      if Self.listeners.contains(last), let event = reader.value(first).text?.literal {
        return Self.loadEvents.contains(event) ? arguments.dropFirst().flatMap { callback($0) } : []
      }
      if Self.runners.contains(last) || names == ["$"] || names == ["jQuery"] {
        // Who waits that long reads the page.
        if last == "setTimeout", arguments.count > 1, let delay = reader.value(arguments[1]).text?.literal,
          let milliseconds = Double(delay), milliseconds > Double(MetaRefresh.longestDelay) * 1000
        {
          return []
        }
        return arguments.flatMap { callback($0) }
      }
      if last == "catch" {
        let words = "an error is caught in line \(program.tokens[first.lowerBound].line)"
        return under(words) { [.branch(.open(words), $0.callback(first), [])] }
      }
    }
    let isOwn = owners.allSatisfy { ScriptReader.windows.contains($0) }
    if last == "eval", isOwn, let code = arguments.first, code.count == 1,
      program.literal(code.lowerBound) != nil
    {
      return steps(ofCode: code)
    }
    let found = arguments.flatMap { expression($0) }
    if isGuessing, let guess = guess(last, owners, arguments) {
      return found + [
        .leave(
          LocationStatement(
            value: .unknown, line: program.tokens[statement.lowerBound].line, text: program.source(statement),
            variables: [], conditions: conditions, guess: guess))
      ]
    }
    guard isOwn, let function = program.functions[last] else { return found }
    return found + run(function, arguments, named: last)
  }

  /// Returns the steps of what is carried out later: a function, its name, or code in a text.
  private mutating func callback(_ range: Range<Int>) -> [Step] {
    if let function = program.functionLiteral(range) { return later(run(function, [])) }
    if range.count == 1 {
      if program.literal(range.lowerBound) != nil { return later(steps(ofCode: range)) }
      let name = program.name(range.lowerBound)
      if let function = program.functions[name] { return later(run(function, [], named: name)) }
    }
    return expression(range)
  }

  /// Returns the steps of code in a text.
  private mutating func steps(ofCode range: Range<Int>) -> [Step] {
    guard let code = program.literal(range.lowerBound), calls.count < Self.mostCalls else { return [] }
    calls.append("")
    defer { calls.removeLast() }
    let tokens = program.add(code.utf8, line: program.tokens[range.lowerBound].line)
    reader.program = program
    return [.scope(.function, steps(tokens))]
  }

  private func later(_ steps: [Step]) -> [Step] { steps.isEmpty ? [] : [.scope(.later, steps)] }

  private mutating func run(
    _ function: ScriptFunction, _ arguments: [Range<Int>], named name: String = ""
  ) -> [Step] {
    guard calls.count < Self.mostCalls, name.isEmpty || !calls.contains(name) else { return [] }
    let before = reader.arguments
    for (number, parameter) in function.parameters.enumerated() where !parameter.isEmpty {
      reader.arguments[parameter] = number < arguments.count ? reader.value(arguments[number]) : .unknown
    }
    calls.append(name)
    defer {
      calls.removeLast()
      reader.arguments = before
    }
    let found = function.isExpression ? expression(function.body) : steps(function.body)
    return found.isEmpty ? [] : [.scope(.function, found)]
  }
}
