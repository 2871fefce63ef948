/// A `location` (nginx.org/en/docs/http/ngx_http_core_module.html#location), or the whole of a `server`.
struct NginxLocation: Sendable {
  enum Kind: Sendable {
    case server
    case exact([UInt8])
    /// `stopsSearch`: `^~`, no regular expression is asked after it.
    case prefix([UInt8], stopsSearch: Bool)
    case pattern(NginxPattern)
    case named(String)
  }

  var kind: Kind
  var rule: RedirectRule
  var instructions: [NginxInstruction] = []
  var tryFiles: [NginxText] = []
  /// Those of the location, or else of what it stands in.
  var errorPages: [NginxErrorPage] = []
  /// `recursive_error_pages on`: an error of an error's page has a page too.
  var hasRecursiveErrors = false
  /// `root` or `alias` in a location: its files are not known.
  var hasOwnRoot = false
  private(set) var locations: [NginxLocation] = []
  private var exact: [[UInt8]: Int] = [:]
  private var prefixes: [ArraySlice<UInt8>: Int] = [:]
  private var prefixLengths: [Int] = []
  private var patterns: [Int] = []
  private var patternIndex = CandidateIndex([])
  private var named: [String: Int] = [:]

  init(_ kind: Kind, rule: RedirectRule) {
    self.kind = kind
    self.rule = rule
  }

  mutating func setLocations(_ locations: [NginxLocation]) {
    self.locations = locations
    var patternPrefixes: [(text: [UInt8], ignoresCase: Bool)?] = []
    for (index, location) in locations.enumerated() {
      switch location.kind {
      case .server: break
      case .exact(let path): exact[path] = exact[path] ?? index
      case .prefix(let path, _): prefixes[path[...]] = prefixes[path[...]] ?? index
      case .pattern(let pattern):
        patterns.append(index)
        patternPrefixes.append(pattern.pattern.literalPrefix.map { ($0, pattern.pattern.isCaseless) })
      case .named(let name): named[name] = named[name] ?? index
      }
    }
    prefixLengths = Set(prefixes.keys.map(\.count)).sorted(by: >)
    patternIndex = CandidateIndex(patternPrefixes)
  }

  func location(named name: String) -> NginxLocation? { named[name].map { locations[$0] } }

  enum Found {
    case none
    /// A location found by its prefix: a regular expression further out goes first.
    case byPrefix(NginxLocation)
    case final(NginxLocation, groups: [Range<Int>?]?)
    case gaveUp(RedirectRule)
  }

  /// The location that answers a path (`ngx_http_core_find_location`).
  func find(_ path: [UInt8]) -> Found {
    if let index = exact[path] { return .final(locations[index], groups: nil) }
    var found = Found.none
    var stopsSearch = false
    if let length = prefixLengths.first(where: { $0 <= path.count && prefixes[path[..<$0]] != nil }),
      let index = prefixes[path[..<length]]
    {
      let location = locations[index]
      if case .prefix(_, let stops) = location.kind { stopsSearch = stops }
      switch location.find(path) {
      case .none: found = .byPrefix(location)
      case .byPrefix(let inner):
        found = .byPrefix(inner)
      case let inner: return inner
      }
    }
    if stopsSearch { return found }
    for candidate in patternIndex.candidates(for: path) {
      let location = locations[patterns[candidate]]
      guard case .pattern(let pattern) = location.kind else { continue }
      switch pattern.pattern.match(path) {
      case .noMatch: continue
      case .gaveUp: return .gaveUp(location.rule)
      case .match(let groups):
        switch location.find(path) {
        case .none: return .final(location, groups: groups)
        case .byPrefix(let inner): return .final(inner, groups: groups)
        case let inner: return inner
        }
      }
    }
    return found
  }
}
