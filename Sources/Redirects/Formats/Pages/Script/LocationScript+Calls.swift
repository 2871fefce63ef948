internal import AutoTagBytes

// Calls: those that lead on, those that carry out a function at once or later, and code in texts.

extension LocationScript {
  /// Reads the calls of an expression: `fetch(a).then(b)`, `(function () { … })()`.
  mutating func chains(_ range: Range<Int>) -> [Step] {
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
  func call(behind index: Int, in range: Range<Int>) -> (arguments: [Range<Int>], end: Int)? {
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

  mutating func call(_ names: [String], _ arguments: [Range<Int>], of statement: Range<Int>) -> [Step] {
    guard let last = names.last else { return [] }
    let owners = meant(names).dropLast()
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
  mutating func callback(_ range: Range<Int>) -> [Step] {
    if let function = program.functionLiteral(range) { return later(run(function, [])) }
    if range.count == 1 {
      if program.literal(range.lowerBound) != nil { return later(steps(ofCode: range)) }
      let name = program.name(range.lowerBound)
      if let function = program.functions[name] { return later(run(function, [], named: name)) }
    }
    return expression(range)
  }

  /// Returns the steps of code in a text.
  mutating func steps(ofCode range: Range<Int>) -> [Step] {
    guard let code = program.literal(range.lowerBound), calls.count < Self.mostCalls else { return [] }
    calls.append("")
    defer { calls.removeLast() }
    let tokens = program.add(code.utf8, line: program.tokens[range.lowerBound].line)
    reader.program = program
    return [.scope(.function, steps(tokens))]
  }

  func later(_ steps: [Step]) -> [Step] { steps.isEmpty ? [] : [.scope(.later, steps)] }

  mutating func run(
    _ function: ScriptFunction, _ arguments: [Range<Int>], named name: String = ""
  ) -> [Step] {
    guard calls.count < Self.mostCalls, name.isEmpty || !calls.contains(name) else { return [] }
    let before = reader.arguments
    for (number, parameter) in function.parameters.enumerated() where !parameter.isEmpty {
      reader.arguments[parameter] =
        number < arguments.count ? reader.argument(arguments[number]) : .value(.unknown)
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
