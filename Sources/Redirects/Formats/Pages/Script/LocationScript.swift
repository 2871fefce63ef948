internal import AutoTagBytes

/// A search for where the scripts of a page send it without a visitor's doing: statements that give `location` an address, at
/// once or a little later, in branches too. What runs when a visitor clicks, types or chooses is no redirect.
struct LocationScript {
  typealias Step = LocationStep<LocationStatement>

  var reader: ScriptReader
  var program: ScriptProgram
  /// The functions that are being carried out.
  var calls: [String] = []
  var conditions: [String] = []
  var work = 0
  let isGuessing: Bool

  /// The bound of the statements that are read, each as often as it is carried out.
  static let mostWork = 20_000
  static let mostCalls = 12

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

  mutating func steps(_ range: Range<Int>) -> [Step] {
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
  mutating func statement(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
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

  mutating func expressionStatement(
    at index: Int, in range: Range<Int>, isOnLine: Bool = false
  ) -> ([Step], next: Int) {
    guard index < range.upperBound, !isOnLine || !program.tokens[index].beginsLine else { return ([], index) }
    let end = program.endOfExpression(at: index, in: range)
    let found = expression(index..<end)
    return (found, end < range.upperBound && program.isSign(end, ";") ? end + 1 : max(end, index + 1))
  }

  mutating func branch(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
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
  mutating func under<Result>(
    _ words: String, _ body: (inout LocationScript) -> Result
  ) -> Result {
    conditions.append(words)
    defer { conditions.removeLast() }
    return body(&self)
  }

  mutating func attempt(at index: Int, in range: Range<Int>) -> ([Step], next: Int) {
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
  mutating func cases(_ body: Range<Int>, of head: Range<Int>) -> [Step] {
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
}
