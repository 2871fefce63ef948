internal import AutoTagBytes

/// A variable whose value is one of a list: a `map`, a `geo` or a `split_clients`
/// (nginx.org/en/docs/http/ngx_http_map_module.html).
struct NginxMap: Sendable {
  /// The text that is looked up; `nil` where the visitor's address or chance decides.
  let source: NginxText?
  /// The directive.
  let rule: RedirectRule
  private var entries: [[UInt8]: NginxText] = [:]
  private var patterns: [(pattern: NginxPattern, value: NginxText)] = []
  private var index = CandidateIndex([])
  private var standard: NginxText?
  /// The reason why its value is not known.
  private(set) var unknown: String?
  /// All values that the variable can have, each once, in the order of the entries.
  private(set) var values: [Value] = []
  /// False where others stand in a file that is not read.
  private(set) var hasAllValues = true

  struct Value: Sendable {
    /// `nil` where no entry is meant, so that the variable is empty.
    let text: NginxText?
    /// The value as it is written, for messages.
    let words: String
    /// True if groups of the entry's regular expression are put in.
    let takesGroups: Bool
  }

  /// The most values of a variable that are followed as ways of a link.
  static let mostValues = 24

  init(_ directive: NginxDirective, rule: RedirectRule) throws(MalformedRule) {
    self.rule = rule
    let isMap = directive.name == "map"
    guard directive.words.count == 3 || directive.name == "geo" && directive.words.count == 2 else {
      throw MalformedRule("\(directive.name) needs a source and a variable")
    }
    source = isMap ? try NginxText(directive.words[1]) : nil
    for entry in directive.block ?? [] {
      switch (entry.name, entry.words.count) {
      case ("hostnames", 1) where isMap: unknown = "a map with hostnames is not understood"
      case ("volatile", 1) where isMap: break
      case ("ranges", 1), ("proxy_recursive", 1), ("proxy", 2), ("delete", 2):
        if isMap || directive.name != "geo" { try add(entry, isMap) }
      case ("include", 2) where directive.name != "split_clients":
        unknown =
          "its \(directive.name) is in a file that is not read (\(entry.text)): put that beside this one"
        hasAllValues = false
      case (_, 2): try add(entry, isMap)
      default:
        throw MalformedRule(
          "an entry of a \(directive.name) is a key and a value, line \(entry.line) is not")
      }
    }
    // Where no entry is meant.
    if standard == nil, directive.name != "split_clients" || !Self.isWhole(directive.block ?? []) {
      note(nil, nil)
    }
    index = CandidateIndex(
      patterns.map { entry in
        entry.pattern.pattern.literalPrefix.map { ($0, entry.pattern.pattern.isCaseless) }
      })
  }

  private mutating func add(_ entry: NginxDirective, _ isMap: Bool) throws(MalformedRule) {
    guard entry.words.count == 2 else {
      throw MalformedRule("an entry is a key and a value, line \(entry.line) is not")
    }
    let (key, value) = (entry.words[0], try NginxText(entry.words[1]))
    if key == [UInt8]("default") {
      standard = value
      note(value, nil)
      return
    }
    guard isMap else {
      note(value, nil)
      return
    }
    if key.first == UInt8(ascii: "~") {
      let ignoresCase = key.count > 1 && key[1] == UInt8(ascii: "*")
      let source = Array(key.dropFirst(ignoresCase ? 2 : 1))
      let pattern = try NginxPattern(source, ignoresCase: ignoresCase)
      patterns.append((pattern, value))
      note(value, pattern)
    } else {
      let name = ASCII.lowercased(key.first == UInt8(ascii: "\\") ? Array(key.dropFirst()) : key)
      if entries[name] == nil { entries[name] = value }
      note(value, nil)
    }
  }

  /// Returns true if the parts of a `split_clients` are all there is.
  private static func isWhole(_ entries: [NginxDirective]) -> Bool {
    let parts = entries.compactMap { $0.name.hasSuffix("%") ? Double($0.name.dropLast()) : nil }
    return entries.contains { $0.name == "*" } || parts.reduce(0, +) > 99.994
  }

  private mutating func note(_ text: NginxText?, _ pattern: NginxPattern?) {
    let takesGroups = text.map { $0.hasGroups || $0.names(pattern?.names.map(\.name) ?? []) } ?? false
    guard !values.contains(where: { $0.text == text && $0.takesGroups == takesGroups }) else { return }
    let words = text?.written ?? ""
    values.append(
      Value(text: text, words: words.isEmpty ? "empty" : "“\(words)”", takesGroups: takesGroups))
  }

  enum Outcome {
    case value(NginxText?, pattern: NginxPattern?, groups: [Range<Int>?]?)
    case gaveUp
  }

  /// "String matching ignores the case"; strings come before regular expressions.
  func value(for key: [UInt8]) -> Outcome {
    if let value = entries[ASCII.lowercased(key)] { return .value(value, pattern: nil, groups: nil) }
    for candidate in index.candidates(for: key) {
      let (pattern, value) = patterns[candidate]
      switch pattern.pattern.match(key) {
      case .noMatch: continue
      case .gaveUp: return .gaveUp
      case .match(let groups): return .value(value, pattern: pattern, groups: groups)
      }
    }
    return .value(standard, pattern: nil, groups: nil)
  }
}
