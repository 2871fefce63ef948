internal import AutoTagBytes

/// A reader of matchers, `@name path /x` or `@name { … }`.
enum CaddyMatcherReader {
  static func read(_ definition: CaddyDirective) throws(MalformedRule) -> CaddyMatcherSet {
    var lines: [[CaddyToken]] = []
    if let first = definition.arguments.first {
      if first.isQuoted {
        lines = [[Self.word("expression", first)] + definition.arguments]
      } else {
        lines = [Array(definition.arguments)]
      }
    }
    var blocks: [CaddyDirective] = definition.block ?? []
    if !lines.isEmpty, definition.block != nil {
      // `@name not { … }`, `@name file { … }`
      blocks = []
    }
    var directives = lines.map { CaddyDirective(words: $0, block: definition.block) }
    directives += blocks
    var set = try set(directives, identity: definition.words[0].text)
    set.text = directives.map(\.text).joined(separator: " and ")
    return set
  }

  private static func word(_ text: StaticString, _ like: CaddyToken) -> CaddyToken {
    CaddyToken(text: [UInt8](text), file: like.file, line: like.line, isQuoted: false, startsLine: true)
  }

  private static func set(
    _ lines: [CaddyDirective], identity: [UInt8]
  ) throws(MalformedRule) -> CaddyMatcherSet {
    var matchers: [CaddyMatcher] = []
    var paths: [CaddyPath] = []
    var hosts: [CaddyText] = []
    var methods: [String] = []
    var query: [(name: CaddyText, values: [CaddyText])] = []
    var queryNames: [[UInt8]: Int] = [:]
    var excluded: [CaddyMatcherSet] = []
    var hasQuery = false
    for line in lines {
      let words = line.arguments.map(\.text)
      switch line.name {
      // Values of one kind are alternatives.
      case "path": paths += words.map { CaddyPath($0) }
      case "host": hosts += words.map { CaddyText(ASCII.lowercased($0)) }
      case "method": methods += words.map(\.text)
      case "query":
        hasQuery = true
        for word in words where !word.isEmpty {
          guard let equals = word.firstIndex(of: UInt8(ascii: "=")) else {
            throw MalformedRule("\(word.text) is no query matcher: write name=value")
          }
          let name = Array(word[..<equals])
          let value = CaddyText(Array(word[(equals + 1)...]))
          if let index = queryNames[name] {
            query[index].values.append(value)
          } else {
            queryNames[name] = query.count
            query.append((CaddyText(name), [value]))
          }
        }
      case "path_regexp":
        guard let pattern = words.last, words.count <= 2 else {
          throw MalformedRule("path_regexp needs a regular expression, and perhaps a name in front of it")
        }
        matchers.append(
          .pathPattern(
            name: words.count == 2 ? words[0].text : "", try CaddyPattern.compiled(pattern)))
      case "protocol": matchers.append(scheme(words))
      case "vars":
        guard let first = words.first, words.count > 1 else {
          throw MalformedRule("vars needs a name and a value")
        }
        let text = CaddyText(first)
        matchers.append(
          .vars(
            text.lonePlaceholder == nil ? .named(first.text) : .placeholder(text),
            words.dropFirst().map { CaddyText($0) }))
      case "file": matchers.append(file(line))
      case "not": excluded.append(try Self.excluded(line))
      case "expression": matchers += expression(line.arguments)
      default: matchers.append(.open("\(line.name) decides, which is not known before the request"))
      }
    }
    if !methods.isEmpty { matchers.append(.methods(methods)) }
    if hasQuery { matchers.insert(.query(query), at: 0) }
    if !hosts.isEmpty { matchers.insert(.hosts(hosts), at: 0) }
    if !paths.isEmpty { matchers.insert(.paths(paths), at: 0) }
    matchers += excluded.map { .not([$0]) }
    var identity = identity
    if matchers.count == 1, paths.count == 1 { identity = paths[0].text }
    return CaddyMatcherSet(matchers, identity: identity)
  }

  private static func excluded(_ line: CaddyDirective) throws(MalformedRule) -> CaddyMatcherSet {
    let lines =
      line.arguments.isEmpty
      ? line.block ?? [] : [CaddyDirective(words: Array(line.arguments), block: line.block)]
    guard !lines.isEmpty else { throw MalformedRule("not needs a matcher") }
    return try set(lines, identity: [])
  }

  private static func scheme(_ words: [[UInt8]]) -> CaddyMatcher {
    let name = words.first?.text ?? ""
    return ["http", "https"].contains(name)
      ? .scheme(name) : .open("protocol \(name) decides, which is not known before the request")
  }

  private static func file(_ line: CaddyDirective) -> CaddyMatcher {
    var files = line.arguments.map(\.text)
    var root: CaddyText?
    for option in line.block ?? [] {
      switch option.name {
      case "root": root = option.arguments.first.map { CaddyText($0.text) }
      case "try_files": files += option.arguments.map(\.text)
      case "try_policy" where option.arguments.first?.text == [UInt8]("first_exist"): break
      default: return .unknown("it asks for a file by \(option.text)")
      }
    }
    if files.isEmpty { files = [[UInt8]("{path}")] }
    return .files(files.map { CaddyText($0) }, root: root)
  }

  /// Reads comparisons joined by `&&`; what else CEL has is not understood.
  private static func expression(_ tokens: ArraySlice<CaddyToken>) -> [CaddyMatcher] {
    // A lone argument in quotes is the expression itself.
    let text =
      tokens.count == 1
      ? tokens.first?.text ?? []
      : Array(tokens.map { $0.isQuoted ? [0x22] + $0.text + [0x22] : $0.text }.joined(separator: [0x20]))
    let unknown = CaddyMatcher.unknown("the expression \(text.text) decides, which is not understood")
    var matchers: [CaddyMatcher] = []
    for part in text.text.split(separator: "&&", omittingEmptySubsequences: false) {
      guard let matcher = comparison(ByteText.trimmed(Array(part.utf8))) else { return [unknown] }
      matchers.append(matcher)
    }
    return matchers
  }

  private static func comparison(_ text: [UInt8]) -> CaddyMatcher? {
    var text = text[...]
    let isNegated = text.first == UInt8(ascii: "!")
    if isNegated { text.removeFirst() }
    guard text.first == CaddyToken.open, let end = text.firstIndex(of: CaddyToken.close) else { return nil }
    let subject = CaddyText(Array(text[...end]))
    var rest = ByteText.trimmed(text[(end + 1)...])
    let methods: [(StaticString, CaddyComparison, CaddyComparison)] = [
      (".startsWith(", .startsWith, .notStartsWith), (".endsWith(", .endsWith, .notEndsWith),
      (".contains(", .contains, .notContains),
    ]
    if let method = methods.first(where: { rest.hasPrefix($0.0) }), rest.last == UInt8(ascii: ")") {
      rest = Array(rest.dropFirst(method.0.utf8CodeUnitCount).dropLast())
      return string(rest).map { .compare(subject, isNegated ? method.2 : method.1, $0) }
    }
    guard !isNegated, rest.hasPrefix("==") || rest.hasPrefix("!=") else { return nil }
    return string(ByteText.trimmed(rest.dropFirst(2))).map {
      .compare(subject, rest[0] == UInt8(ascii: "=") ? .equal : .notEqual, $0)
    }
  }

  /// - Returns: `nil` for what is no plain text in quotes.
  private static func string(_ text: [UInt8]) -> [UInt8]? {
    guard text.count >= 2, let quote = text.first, quote == 0x22 || quote == 0x27, text.last == quote else {
      return nil
    }
    let inner = Array(text.dropFirst().dropLast())
    return inner.contains { $0 == quote || $0 == 0x5C } ? nil : inner
  }
}
