internal import AutoTagBytes

/// A reader of the values of expressions, as far as they are made of literals and of the page's own address.
struct ScriptReader {
  var program: ScriptProgram
  /// The arguments of the functions that are being carried out.
  var arguments: [String: Operand] = [:]
  private var depth = 0
  private var work = 0
  /// The most expressions in one another.
  private static let deepest = 24
  /// The bound of the expressions that are read, each as often as it is asked for.
  private static let mostWork = 50_000

  init(_ program: ScriptProgram) { self.program = program }

  /// The result of a part of an expression.
  enum Operand {
    case value(ScriptValue)
    case list([ScriptValue])
    /// `window` and its like: each is the same for a page that is in no frame.
    case window
    case document
    case location
    case function(String)
    /// The `{…}` of an object.
    case object(Range<Int>)
    case other
  }

  static let windows: Set<String> = ["window", "self", "top", "parent", "globalThis", "frames"]

  // MARK: Conditions

  mutating func condition(_ range: Range<Int>) -> ScriptCondition {
    let words = program.source(range, longest: 100)
    guard enter() else { return .open(words) }
    defer { depth -= 1 }
    let range = withoutBrackets(range)
    let either = program.split(range, at: "||")
    if either.count > 1 {
      return either.dropFirst().reduce(condition(either[0])) { all, part in
        .not(.both(.not(all), .not(condition(part))))
      }
    }
    let all = program.split(range, at: "&&")
    if all.count > 1 { return all.dropFirst().reduce(condition(all[0])) { .both($0, condition($1)) } }
    if program.isSign(range.lowerBound, "!"), range.count > 1 {
      return .not(condition(range.dropFirst()))
    }
    for (sign, isNegated) in [("===" as StaticString, false), ("==", false), ("!==", true), ("!=", true)] {
      let sides = program.split(range, at: sign)
      guard sides.count == 2 else { continue }
      // What is asked for and what is asked for its opposite has one answer.
      let words =
        isNegated
        ? "\(program.source(sides[0], longest: 60)) == \(program.source(sides[1], longest: 60))" : words
      guard let first = comparable(sides[0]), let second = comparable(sides[1]) else {
        return isNegated ? .not(.open(words)) : .open(words)
      }
      let equal = ScriptCondition.isEqual(first, second, words)
      return isNegated ? .not(equal) : equal
    }
    switch operand(range) {
    case .window, .document, .location: return .isTrue(ScriptText("x"), words)
    case .value(.text(let text)) where text.isKnown: return .isTrue(text, words)
    default: return .open(words)
    }
  }

  private mutating func comparable(_ range: Range<Int>) -> ScriptText? {
    switch operand(range) {
    case .window: ScriptText("\u{0}window")
    case .location: ScriptText([.own(.href, [])])
    case .value(let value): value.text
    default: nil
    }
  }

  // MARK: Values

  mutating func value(_ range: Range<Int>) -> ScriptValue {
    switch operand(range) {
    case .value(let value): return value
    case .location: return .text(ScriptText([.own(.href, [])]))
    // `new URL(…)` and lists as texts are no address of a page that leads on.
    default: return .unknown
    }
  }

  /// Returns the argument that a function is called with.
  mutating func argument(_ range: Range<Int>) -> Operand {
    // Scripts are called with that for the window.
    range.count == 1 && program.isWord(range.lowerBound, "this") ? .window : operand(range)
  }

  private mutating func enter() -> Bool {
    guard depth < Self.deepest, work < Self.mostWork else { return false }
    depth += 1
    work += 1
    return true
  }

  private func withoutBrackets(_ range: Range<Int>) -> Range<Int> {
    var range = range
    while range.count > 1, let inner = program.inside(range.lowerBound),
      inner.upperBound == range.upperBound - 1,
      program.isSign(range.lowerBound, "(") || program.tokens[range.lowerBound].kind == .open
    {
      range = inner
    }
    return range
  }

  private mutating func operand(_ range: Range<Int>) -> Operand {
    guard !range.isEmpty, enter() else { return .value(.unknown) }
    defer { depth -= 1 }
    let range = withoutBrackets(range)
    if let mark = program.first(in: range, where: { program.isSign($0, "?") }),
      let colon = Self.colon(of: mark, in: range, program)
    {
      let condition = condition(range.lowerBound..<mark)
      return .value(.choice(condition, value(mark + 1..<colon), value(colon + 1..<range.upperBound)))
    }
    for sign in ["||" as StaticString, "??"] {
      let parts = program.split(range, at: sign)
      guard parts.count > 1, let first = parts.first else { continue }
      let condition = condition(first)
      return .value(.choice(condition, value(first), value(first.upperBound + 1..<range.upperBound)))
    }
    let parts = summands(range)
    if parts.count > 1 {
      return .value(parts.dropFirst().reduce(value(parts[0])) { $0.followed(by: value($1)) })
    }
    return chain(range)
  }

  /// Returns the index of the `:` that belongs to a `?`.
  static func colon(of mark: Int, in range: Range<Int>, _ program: ScriptProgram) -> Int? {
    var open = 0
    return program.first(in: mark + 1..<range.upperBound) { index in
      if program.isSign(index, "?") { open += 1 }
      guard program.isSign(index, ":") else { return false }
      open -= 1
      return open < 0
    }
  }

  private func summands(_ range: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = range.lowerBound
    var index = start
    while index < range.upperBound {
      if index > start, program.isSign(index, "+") || program.tokens[index].kind == .plus {
        parts.append(start..<index)
        start = index + 1
      }
      index = program.next(index, in: range)
    }
    return parts + (start < range.upperBound ? [start..<range.upperBound] : [])
  }

  // MARK: Chains

  /// Reads a value with its members and calls: `window.location.href.slice(1)`.
  private mutating func chain(_ range: Range<Int>) -> Operand {
    var index = range.lowerBound
    if program.isWord(index, "new") { index += 1 }
    guard index < range.upperBound else { return .other }
    var operand = primary(index, in: range)
    index = program.next(index, in: range)
    while index < range.upperBound {
      if program.isSign(index, ".") || program.isSign(index, "?."), index + 1 < range.upperBound,
        program.tokens[index + 1].kind == .name
      {
        let name = program.name(index + 1)
        index += 2
        if program.isSign(index, "("), let inner = program.inside(index) {
          operand = call(name, of: operand, program.split(inner, at: ","))
          index = inner.upperBound + 1
        } else {
          operand = member(name, of: operand)
        }
      } else if program.isSign(index, "["), let inner = program.inside(index) {
        operand = element(inner, of: operand)
        index = inner.upperBound + 1
      } else if program.isSign(index, "("), let inner = program.inside(index) {
        operand = call(operand, program.split(inner, at: ","))
        index = inner.upperBound + 1
      } else {
        return .other
      }
    }
    return operand
  }

  private mutating func primary(_ index: Int, in range: Range<Int>) -> Operand {
    let token = program.tokens[index]
    switch token.kind {
    case .text, .templateText: return program.literal(index).map { .value(.text(ScriptText($0))) } ?? .other
    case .number: return .value(.text(ScriptText(program.name(index))))
    case .open: return program.inside(index).map { .value(value($0)) } ?? .other
    case .sign:
      guard let inner = program.inside(index) else { return .other }
      if program.isSign(index, "[") { return .list(program.split(inner, at: ",").map { value($0) }) }
      if program.isSign(index, "(") { return operand(inner) }
      return .object(inner)
    case .name: return named(program.name(index), at: index)
    case .pattern, .plus, .close: return .other
    }
  }

  /// - Parameter index: where the name stands; `nil` where that is not known.
  private mutating func named(_ name: String, at index: Int? = nil) -> Operand {
    if let argument = arguments[name] { return argument }
    if Self.windows.contains(name) { return .window }
    switch name {
    case "location": return .location
    case "document": return .document
    default: break
    }
    if let ranges = program.values[name], !program.open.contains(name) {
      guard let first = ranges.first, ranges.count <= 8 else { return .value(.unknown) }
      if let changes = program.changes[name] { return changed(ranges, by: changes, at: index) }
      if ranges.count == 1 { return operand(first) }
      return .value(
        ranges.dropFirst().reduce(value(first)) { others, range in
          .choice(.open("\(name) is \(program.source(range, longest: 60))"), value(range), others)
        })
    }
    switch name {
    case "atob", "decodeURIComponent", "decodeURI", "unescape", "encodeURIComponent", "String", "URL":
      return .function(name)
    default: return .other
    }
  }

  /// The most changes of one variable that are followed.
  private static let mostChanges = 8

  /// Returns what a variable holds of which parts are changed. What is changed in all ways that lead to an index is certain.
  private mutating func changed(_ ranges: [Range<Int>], by changes: [ScriptPartChange], at index: Int?)
    -> Operand
  {
    guard let first = ranges.first, ranges.count == 1, changes.count <= Self.mostChanges else {
      return .value(.unknown)
    }
    let operand = operand(first)
    switch operand {
    // The page itself is led on.
    case .window, .document, .location: return operand
    case .value(var value):
      guard program.isWord(first.lowerBound, "new") else { return .value(.unknown) }
      for change in changes {
        let isCertain =
          index.map { change.index < $0 } ?? false && first.lowerBound < change.index
          && program.tokens[first.lowerBound].outer == program.tokens[change.index].outer
        let part = isCertain ? change.value.flatMap { self.value($0).text } : nil
        value = value.map { $0.changed(part: change.part, to: part) }
      }
      return .value(value)
    default: return .value(.unknown)
    }
  }

  private mutating func member(_ name: String, of operand: Operand) -> Operand {
    switch operand {
    case .window:
      if Self.windows.contains(name) { return .window }
      return name == "location" ? .location : name == "document" ? .document : named(name)
    case .document:
      if ["URL", "documentURI"].contains(name) { return .value(.text(ScriptText([.own(.href, [])]))) }
      return name == "location" ? .location : name == "defaultView" ? .window : .other
    case .location:
      guard let part = ScriptText.OwnPart(rawValue: name) else { return .other }
      return .value(.text(ScriptText([.own(part, [])])))
    case .object(let range):
      return objectEntries(range).first { $0.key == name }.map { self.operand($0.range) } ?? .other
    // `new URL("…").href`
    case .value(let value) where name == "href": return .value(value)
    default: return .other
    }
  }

  /// The most entries of a list or an object of which any may be asked for.
  private static let mostEntries = 32

  private mutating func element(_ range: Range<Int>, of operand: Operand) -> Operand {
    let words = program.source(range, longest: 60)
    let key = value(range).text?.literal
    let entries: [(key: String, value: ScriptValue)]
    switch operand {
    case .list(let list):
      if let index = key.flatMap({ Int($0) }) {
        return list.indices.contains(index) ? .value(list[index]) : .other
      }
      entries = list.enumerated().map { ("\($0)", $1) }
    case .object(let range) where key == nil:
      let all = objectEntries(range)
      guard all.count <= Self.mostEntries else { return .other }
      entries = all.map { ($0.key, value($0.range)) }
    default: return key.map { member($0, of: operand) } ?? .other
    }
    guard key == nil, let last = entries.last, entries.count <= Self.mostEntries else { return .other }
    return .value(
      entries.dropLast().reversed().reduce(last.value) { others, entry in
        .choice(.open("\(words) is \(entry.key)"), entry.value, others)
      })
  }

  private func objectEntries(_ range: Range<Int>) -> [(key: String, range: Range<Int>)] {
    program.split(range, at: ",").compactMap { entry in
      guard let key = entry.first, program.isSign(key + 1, ":"), key + 2 <= entry.upperBound else {
        return nil
      }
      return (program.literal(key) ?? program.name(key), key + 2..<entry.upperBound)
    }
  }

  private mutating func call(_ operand: Operand, _ arguments: [Range<Int>]) -> Operand {
    guard case .function(let name) = operand, let first = arguments.first else { return .other }
    let value = value(first)
    switch name {
    case "String": return .value(value)
    case "URL":
      // An address with a scheme needs no base.
      let isAbsolute = value.text.map { if case .named = $0.host { true } else { false } } ?? false
      return arguments.count == 1 || isAbsolute ? .value(value) : .other
    case "atob": return .value(value.map { $0.changed(.base64) })
    case "encodeURIComponent": return .value(value.map { $0.changed(.encode) })
    default: return .value(value.map { $0.changed(.decode) })
    }
  }

  private mutating func call(_ name: String, of operand: Operand, _ arguments: [Range<Int>]) -> Operand {
    switch operand {
    case .window: return call(named(name), arguments)
    case .location where name == "toString": return .value(.text(ScriptText([.own(.href, [])])))
    case .function("String") where name == "fromCharCode":
      let codes = arguments.map { value($0).text?.literal.flatMap { UInt16($0) } }
      guard codes.allSatisfy({ $0 != nil }) else { return .other }
      return .value(.text(ScriptText(String(decoding: codes.compactMap(\.self), as: UTF16.self))))
    case .list(let list):
      switch name {
      case "join":
        let between = arguments.isEmpty ? .text(ScriptText(",")) : value(arguments[0])
        guard let first = list.first else { return .value(.text(ScriptText(""))) }
        return .value(list.dropFirst().reduce(first) { $0.followed(by: between).followed(by: $1) })
      case "reverse": return .list(list.reversed())
      case "concat" where arguments.count == 1: return .list(list + [value(arguments[0])])
      default: return .other
      }
    case .value(let value): return call(name, of: value, arguments)
    default: return .other
    }
  }

  private mutating func call(_ name: String, of value: ScriptValue, _ arguments: [Range<Int>]) -> Operand {
    func changed(_ change: ScriptChange?) -> Operand {
      .value(value.map { text in change.map { text.changed($0) } ?? Self.unknown(madeOf: text) })
    }
    switch name {
    case "toString", "valueOf": return .value(value)
    case "trim": return changed(.trim)
    case "toLowerCase": return changed(.lowercase)
    case "toUpperCase": return changed(.uppercase)
    case "concat": return .value(arguments.reduce(value) { $0.followed(by: self.value($1)) })
    case "slice", "substring", "substr":
      var numbers: [Int] = []
      for argument in arguments { if let number = number(argument) { numbers.append(number) } }
      guard numbers.count == arguments.count, let start = numbers.first, numbers.count <= 2,
        name == "slice" || numbers.allSatisfy({ $0 >= 0 })
      else { return changed(nil) }
      let end = numbers.count == 1 ? nil : name == "substr" ? start + numbers[1] : numbers[1]
      return changed(.slice(start, end))
    case "replace", "replaceAll":
      guard arguments.count == 2, let new = self.value(arguments[1]).text?.literal else {
        return changed(nil)
      }
      if let old = self.value(arguments[0]).text?.literal {
        return changed(.replace(old, by: new, isAnchored: false, isGlobal: name == "replaceAll"))
      }
      guard arguments[0].count == 1, let pattern = plainPattern(arguments[0].lowerBound) else {
        return changed(nil)
      }
      return changed(
        .replace(pattern.text, by: new, isAnchored: pattern.isAnchored, isGlobal: pattern.isGlobal))
    case "split":
      guard let text = value.text?.literal, text.utf8.count <= 4096, arguments.count == 1,
        let separator = self.value(arguments[0]).text?.literal
      else { return .other }
      let parts =
        separator.isEmpty
        ? text.map { String($0) }
        : text.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
      return .list(parts.map { .text(ScriptText($0)) })
    default: return changed(nil)
    }
  }

  private static func unknown(madeOf text: ScriptText) -> ScriptText {
    switch text.pieces.first {
    case .own(.search, _): .unknown
    case .own, .ownUnknown: ScriptText([.ownUnknown])
    case .literal, .unknown, nil: .unknown
    }
  }

  private mutating func number(_ range: Range<Int>) -> Int? {
    let isNegative = program.isSign(range.lowerBound, "-")
    guard let text = value(isNegative ? range.dropFirst() : range).text?.literal, text.utf8.count < 7,
      let number = Int(text)
    else { return nil }
    return isNegative ? -number : number
  }

  /// Returns the text that a regular expression is, where nothing in it stands for anything else: `/^http:/`.
  private func plainPattern(_ index: Int) -> (text: String, isAnchored: Bool, isGlobal: Bool)? {
    guard program.tokens[index].kind == .pattern else { return nil }
    let code = program.text(index)
    guard let end = code.lastIndex(of: UInt8(ascii: "/")), end > code.startIndex else { return nil }
    let flags = code[(end + 1)...]
    guard !flags.contains(UInt8(ascii: "i")) else { return nil }
    var rest = code[(code.startIndex + 1)..<end]
    let isAnchored = rest.first == UInt8(ascii: "^")
    if isAnchored { rest = rest.dropFirst() }
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\\") {
        guard let escaped = rest.popFirst(), !ASCII.isAlphanumeric(escaped) else { return nil }
        text.append(escaped)
      } else if ".*+?()[]{}|$^".utf8.contains(byte) {
        return nil
      } else {
        text.append(byte)
      }
    }
    return text.isEmpty ? nil : (text.text, isAnchored, flags.contains(UInt8(ascii: "g")))
  }
}
