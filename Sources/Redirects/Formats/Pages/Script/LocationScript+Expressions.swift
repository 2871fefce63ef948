// Expressions of statements: assignments to `location`, branches inside of them.

extension LocationScript {
  mutating func expression(_ range: Range<Int>) -> [Step] {
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

  mutating func assignment(to left: Range<Int>, _ right: Range<Int>) -> [Step] {
    let names = chain(left).map(meant)
    if let names, Self.isLocation(names) || names.last == "href" && Self.isLocation(names.dropLast()) {
      return [leave(right, of: left.lowerBound..<right.upperBound)]
    }
    if let last = names?.last, ["onload", "onpageshow", "onreadystatechange"].contains(last) {
      return callback(right)
    }
    return expression(right)
  }

  /// Returns the names of `a.b["c"]`; `nil` for anything else.
  func chain(_ range: Range<Int>) -> [String]? {
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

  /// Returns a chain of names with what its first one stands for: of `l.href` where `var l = location` is `location.href`.
  func meant(_ names: [String]) -> [String] {
    var names = names
    for _ in 0..<4 {
      // A variable by itself is given another value.
      guard names.count > 1, let first = names.first, let alias = alias(first) else { return names }
      names = alias + names.dropFirst()
    }
    return names
  }

  func alias(_ name: String) -> [String]? {
    switch reader.arguments[name] {
    case .window: return ["window"]
    case .document: return ["document"]
    case .location: return ["location"]
    case .some: return nil
    case nil: break
    }
    guard let values = program.values[name], values.count == 1, !program.open.contains(name),
      values[0].count <= 5
    else { return nil }
    return chain(values[0]).flatMap { $0.isEmpty || $0 == [name] ? nil : $0 }
  }

  /// Returns true for `location` of the page itself: `window.location`, `document.location`.
  static func isLocation(_ names: some BidirectionalCollection<String>) -> Bool {
    guard names.last == "location" else { return false }
    return names.dropLast().allSatisfy {
      ScriptReader.windows.contains($0) || $0 == "document" || $0 == "defaultView"
    }
  }

  mutating func leave(_ address: Range<Int>, of statement: Range<Int>) -> Step {
    // The text begins at the word that all of them have.
    let start = program.first(in: statement) { program.isWord($0, "location") } ?? statement.lowerBound
    return .leave(
      LocationStatement(
        value: reader.value(address), line: program.tokens[start].line,
        text: program.source(start..<statement.upperBound), variables: variables(address),
        conditions: conditions))
  }

  /// Returns the names in an expression that is one variable, or a member of one.
  func variables(_ range: Range<Int>) -> [String] {
    let isPlain = program.first(in: range) { index in
      program.tokens[index].kind != .name && !["[", ".", "?."].contains { program.isSign(index, $0) }
    }
    guard isPlain == nil else { return [] }
    return range.filter { program.tokens[$0].kind == .name }.map { program.name($0) }
  }
}
