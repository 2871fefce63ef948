internal import AutoTagBytes

/// A `map` (nginx.org/en/docs/http/ngx_http_map_module.html).
struct NginxMap: Sendable {
  let source: NginxText
  private var values: [[UInt8]: NginxText] = [:]
  private var patterns: [(pattern: NginxPattern, value: NginxText)] = []
  private var index = CandidateIndex([])
  private var standard: NginxText?
  /// The reason why its value is not known.
  private(set) var unknown: String?

  init(_ directive: NginxDirective) throws(MalformedRule) {
    guard directive.words.count == 3 else { throw MalformedRule("map needs a source and a variable") }
    source = try NginxText(directive.words[1])
    for entry in directive.block ?? [] {
      switch (entry.name, entry.words.count) {
      case ("hostnames", 1): unknown = "a map with hostnames is not understood"
      case ("volatile", 1): break
      case ("include", 2):
        unknown = "its map is in a file that is not read (\(entry.text)): put that beside this one"
      case (_, 2): try add(entry.words[0], try NginxText(entry.words[1]))
      default: throw MalformedRule("an entry of a map is a key and a value, line \(entry.line) is not")
      }
    }
    index = CandidateIndex(
      patterns.map { entry in
        entry.pattern.pattern.literalPrefix.map { ($0, entry.pattern.pattern.isCaseless) }
      })
  }

  private mutating func add(_ key: [UInt8], _ value: NginxText) throws(MalformedRule) {
    if key == [UInt8]("default") {
      standard = value
    } else if key.first == UInt8(ascii: "~") {
      let ignoresCase = key.count > 1 && key[1] == UInt8(ascii: "*")
      let source = Array(key.dropFirst(ignoresCase ? 2 : 1))
      patterns.append((try NginxPattern(source, ignoresCase: ignoresCase), value))
    } else {
      let name = ASCII.lowercased(key.first == UInt8(ascii: "\\") ? Array(key.dropFirst()) : key)
      if values[name] == nil { values[name] = value }
    }
  }

  enum Outcome {
    case value(NginxText?, pattern: NginxPattern?, groups: [Range<Int>?]?)
    case gaveUp
  }

  /// "String matching ignores the case"; strings come before regular expressions.
  func value(for key: [UInt8]) -> Outcome {
    if let value = values[ASCII.lowercased(key)] { return .value(value, pattern: nil, groups: nil) }
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
