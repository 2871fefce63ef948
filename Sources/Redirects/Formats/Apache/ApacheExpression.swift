internal import AutoTagBytes

/// An expression as `<If>` and `RewriteCond expr` have it (httpd.apache.org/docs/2.4/expr.html), as far as files and a
/// link's query can decide it.
indirect enum ApacheExpression: Sendable {
  case constant(Bool)
  case not(ApacheExpression)
  case all([ApacheExpression])
  case any([ApacheExpression])
  case comparison(Comparison, Word, Word)
  case pattern(Word, Pattern)
  case isEmpty(Word)
  case isOneOf(Word, [Word])
  /// A part that needs the server: its functions, its files, groups of a pattern.
  case undecided

  /// The order of two texts, or of the numbers that they begin with.
  struct Comparison: Sendable {
    let isNumeric: Bool
    let holds: @Sendable (Int) -> Bool
  }

  /// A text with variables in it.
  struct Word: Sendable {
    enum Part: Sendable {
      case text([UInt8])
      case variable(String)
    }

    var parts: [Part] = []
    /// The case that a function makes of it.
    var change: (@Sendable ([UInt8]) -> [UInt8])?
  }

  /// - Parameter text: without the quotes around it. What cannot be read is `undecided`.
  init(_ text: [UInt8]) {
    var parser = Parser(text: text)
    let expression = parser.either()
    self = parser.isAtEnd ? expression ?? .undecided : .undecided
  }

  enum Truth: Equatable {
    case yes, no, open

    init(_ isTrue: Bool) { self = isTrue ? .yes : .no }
  }

  /// Returns the truth by the values of variables.
  /// - Parameter value: returns a variable's text; `nil` where it is not known.
  func truth(_ value: (String) -> [UInt8]?) -> Truth {
    switch self {
    case .constant(let isTrue): return Truth(isTrue)
    case .not(let inner):
      return switch inner.truth(value) {
      case .yes: .no
      case .no: .yes
      case .open: .open
      }
    case .all(let terms):
      let truths = terms.map { $0.truth(value) }
      return truths.contains(.no) ? .no : truths.contains(.open) ? .open : .yes
    case .any(let terms):
      let truths = terms.map { $0.truth(value) }
      return truths.contains(.yes) ? .yes : truths.contains(.open) ? .open : .no
    case .comparison(let comparison, let first, let second):
      guard let first = first.expanded(value), let second = second.expanded(value) else { return .open }
      let order =
        comparison.isNumeric
        ? Self.order(Self.number(first), Self.number(second)) : Self.order(first.text, second.text)
      return Truth(comparison.holds(order))
    case .pattern(let word, let pattern):
      guard let text = word.expanded(value) else { return .open }
      return switch pattern.match(text) {
      case .match: .yes
      case .noMatch: .no
      case .gaveUp: .open
      }
    case .isEmpty(let word): return word.expanded(value).map { Truth($0.isEmpty) } ?? .open
    case .isOneOf(let word, let words):
      guard let text = word.expanded(value) else { return .open }
      let texts = words.map { $0.expanded(value) }
      return texts.contains(text) ? .yes : texts.contains(nil) ? .open : .no
    case .undecided: return .open
    }
  }

  private static func order<Value: Comparable>(_ first: Value, _ second: Value) -> Int {
    first == second ? 0 : first < second ? -1 : 1
  }

  /// `atoi`.
  private static func number(_ text: [UInt8]) -> Int {
    var digits = text.drop(while: ASCII.isSpace)[...]
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative { digits = digits.dropFirst() }
    let number = Int(Array(digits.prefix(while: ASCII.isDigit).prefix(9)).text) ?? 0
    return isNegative ? -number : number
  }
}

extension ApacheExpression.Word {
  func expanded(_ value: (String) -> [UInt8]?) -> [UInt8]? {
    var text: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let literal): text += literal
      case .variable(let name):
        guard let value = value(name) else { return nil }
        text += value
      }
    }
    return change?(text) ?? text
  }
}

extension ApacheExpression {
  /// A reader by recursive descent. It returns `nil` where the text is none of the language that it knows.
  fileprivate struct Parser {
    private let text: [UInt8]
    private var index = 0
    private var depth = 0
    private static let deepest = 50

    init(text: [UInt8]) { self.text = text }

    var isAtEnd: Bool {
      mutating get {
        skipSpace()
        return index == text.count
      }
    }

    mutating func either() -> ApacheExpression? {
      guard let first = both() else { return nil }
      var terms = [first]
      while take("||") || takeWord("or") {
        guard let next = both() else { return nil }
        terms.append(next)
      }
      return terms.count == 1 ? first : .any(terms)
    }

    private mutating func both() -> ApacheExpression? {
      guard let first = term() else { return nil }
      var terms = [first]
      while take("&&") || takeWord("and") {
        guard let next = term() else { return nil }
        terms.append(next)
      }
      return terms.count == 1 ? first : .all(terms)
    }

    private mutating func term() -> ApacheExpression? {
      depth += 1
      defer { depth -= 1 }
      guard depth < Self.deepest else { return nil }
      if take("!") || takeWord("not") { return term().map { .not($0) } }
      if take("(") {
        guard let inner = either(), take(")") else { return nil }
        return inner
      }
      if takeWord("true") { return .constant(true) }
      if takeWord("false") { return .constant(false) }
      if let test = unaryTest() {
        guard let word = word() else { return nil }
        return switch test {
        case "n": .not(.isEmpty(word))
        case "z": .isEmpty(word)
        default: .undecided
        }
      }
      guard let first = word() else { return nil }
      return comparison(of: first)
    }

    private mutating func comparison(of first: Word) -> ApacheExpression? {
      if take("=~") { return pattern().map { .pattern(first, $0) } }
      if take("!~") { return pattern().map { .not(.pattern(first, $0)) } }
      for (names, holds) in Self.orders {
        for (name, isNumeric) in names where name.first == "-" ? takeWord(name) : take(name) {
          return word().map { .comparison(Comparison(isNumeric: isNumeric, holds: holds), first, $0) }
        }
      }
      if takeWord("in") || takeWord("-in") {
        guard take("{") else { return nil }
        var words: [Word] = []
        repeat {
          guard let word = word() else { return nil }
          words.append(word)
        } while take(",")
        return take("}") ? .isOneOf(first, words) : nil
      }
      for name in ["-strmatch", "-strcmatch", "-fnmatch", "-ipmatch"] where takeWord(name) {
        return word().map { _ in .undecided }
      }
      return nil
    }

    private static let orders: [([(String, isNumeric: Bool)], @Sendable (Int) -> Bool)] = [
      ([("==", false), ("-eq", true)], { $0 == 0 }), ([("!=", false), ("-ne", true)], { $0 != 0 }),
      ([("<=", false), ("-le", true)], { $0 <= 0 }), ([(">=", false), ("-ge", true)], { $0 >= 0 }),
      ([("<", false), ("-lt", true)], { $0 < 0 }), ([(">", false), ("-gt", true)], { $0 > 0 }),
      ([("=", false)], { $0 == 0 }),
    ]

    /// `-n`, `-z`, `-f` …
    private mutating func unaryTest() -> String? {
      skipSpace()
      guard index + 2 < text.count, text[index] == UInt8(ascii: "-"), ASCII.isLetter(text[index + 1]),
        ASCII.isSpace(text[index + 2])
      else { return nil }
      index += 2
      return String(Unicode.Scalar(text[index - 1]))
    }

    private mutating func word() -> Word? {
      skipSpace()
      guard index < text.count else { return nil }
      let byte = text[index]
      if byte == UInt8(ascii: "%") {
        return variable().map { Word(parts: [.variable($0)]) }
      }
      if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") { return quoted(byte) }
      if ASCII.isDigit(byte) {
        let digits = Array(text[index...].prefix(while: ASCII.isDigit))
        index += digits.count
        return Word(parts: [.text(digits)])
      }
      return function()
    }

    /// `req('Host')`, `tolower(%{QUERY_STRING})`.
    private mutating func function() -> Word? {
      let name = Array(text[index...].prefix(while: ASCII.isLetter)).text.lowercased()
      guard !name.isEmpty else { return nil }
      index += name.utf8.count
      guard take("("), let argument = word(), take(")") else { return nil }
      switch name {
      case "tolower" where argument.change == nil:
        return Word(parts: argument.parts, change: { ASCII.lowercased($0) })
      case "toupper" where argument.change == nil:
        return Word(parts: argument.parts, change: { Array($0.text.uppercased().utf8) })
      case "req", "http":
        guard case .text(let header) = argument.parts.first, argument.parts.count == 1 else { break }
        return Word(parts: [.variable("HTTP:" + header.text)])
      default: break
      }
      // A name that is no variable's: its value is not known.
      return Word(parts: [.variable("\(name)()")])
    }

    private mutating func variable() -> String? {
      guard index + 1 < text.count, text[index + 1] == UInt8(ascii: "{"),
        let end = text[index...].firstIndex(of: UInt8(ascii: "}"))
      else { return nil }
      defer { index = end + 1 }
      return Array(text[(index + 2)..<end]).text
    }

    private mutating func quoted(_ quote: UInt8) -> Word? {
      index += 1
      var word = Word()
      var literal: [UInt8] = []
      while index < text.count, text[index] != quote {
        if text[index] == UInt8(ascii: "%"), let name = variable() {
          word.parts += [.text(literal), .variable(name)]
          literal = []
          continue
        }
        // `$1` is a group of a pattern.
        if text[index] == UInt8(ascii: "$"), index + 1 < text.count, ASCII.isDigit(text[index + 1]) {
          word.parts.append(.variable("$"))
        }
        if text[index] == UInt8(ascii: "\\"), index + 1 < text.count { index += 1 }
        literal.append(text[index])
        index += 1
      }
      guard index < text.count else { return nil }
      index += 1
      if !literal.isEmpty || word.parts.isEmpty { word.parts.append(.text(literal)) }
      return word
    }

    /// `/…/i` or `m#…#i`. Nothing stands for a delimiter inside.
    private mutating func pattern() -> Pattern? {
      skipSpace()
      if index < text.count, text[index] == UInt8(ascii: "m") { index += 1 }
      guard index < text.count, "/#$%^|?!'\",;:._-".utf8.contains(text[index]) else { return nil }
      let delimiter = text[index]
      guard let end = text[(index + 1)...].firstIndex(of: delimiter) else { return nil }
      let source = Array(text[(index + 1)..<end])
      index = end + 1
      var ignoresCase = false
      while index < text.count, ASCII.isLetter(text[index]) {
        guard "ismg".utf8.contains(text[index]) else { return nil }
        ignoresCase = ignoresCase || text[index] == UInt8(ascii: "i")
        index += 1
      }
      return try? Pattern(httpd: source, ignoresCase: ignoresCase)
    }

    // MARK: Characters

    private mutating func skipSpace() {
      while index < text.count, ASCII.isSpace(text[index]) { index += 1 }
    }

    private mutating func take(_ symbol: String) -> Bool {
      skipSpace()
      guard text[index...].starts(with: symbol.utf8) else { return false }
      // `!` is no beginning of `!=` and `!~`.
      if symbol == "!", index + 1 < text.count, "=~".utf8.contains(text[index + 1]) { return false }
      index += symbol.utf8.count
      return true
    }

    private mutating func takeWord(_ name: String) -> Bool {
      skipSpace()
      let end = index + name.utf8.count
      guard text[index...].starts(with: name.utf8),
        end == text.count || !ASCII.isWordCharacter(text[end]) && text[end] != UInt8(ascii: "(")
      else { return false }
      index = end
      return true
    }
  }
}
