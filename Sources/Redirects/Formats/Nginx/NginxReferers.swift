internal import AutoTagBytes

/// The pages from which nginx takes a request for valid: `valid_referers`, which decides about `$invalid_referer`
/// (nginx.org/en/docs/http/ngx_http_referer_module.html).
struct NginxReferers: Sendable {
  private struct Name: Sendable {
    let host: String
    /// The start of the path; empty for any.
    let path: String
  }

  /// `none`: a request without the header is valid.
  private var allowsNone = false
  /// `blocked`: one whose header has no scheme is.
  private var allowsBlocked = false
  private var names: [Name] = []
  private var patterns: [Pattern] = []
  /// `server_names` counts as a name also for a server that has none.
  private var namesServer = false

  /// - Parameter serverNames: the names of the server, for `server_names`.
  init(_ arguments: some Collection<[UInt8]>, serverNames: [String]) throws(MalformedRule) {
    if arguments.isEmpty {
      throw MalformedRule("valid_referers needs none, blocked, server_names or a name")
    }
    for word in arguments {
      switch word.text {
      case "none": allowsNone = true
      case "blocked": allowsBlocked = true
      case "server_names":
        namesServer = true
        for name in serverNames { try add(Array(name.utf8)) }
      default: try add(word)
      }
    }
    // "without any valid referer" (`ngx_http_referer_merge_conf`, which does not count regular expressions)
    if allowsNone || allowsBlocked, names.isEmpty, !namesServer {
      throw MalformedRule("valid_referers with none or blocked needs server_names or a name besides")
    }
  }

  private mutating func add(_ word: [UInt8]) throws(MalformedRule) {
    if word.first == UInt8(ascii: "~") {
      patterns.append(try NginxPattern(Array(word.dropFirst()), ignoresCase: true).pattern)
      return
    }
    let slash = word.firstIndex(of: UInt8(ascii: "/")) ?? word.count
    names.append(Name(host: ASCII.lowercased(Array(word[..<slash])).text, path: Array(word[slash...]).text))
  }

  /// Returns true if a request with that `Referer` is valid; it is empty where a request has none.
  func isValid(_ referer: [UInt8]) -> Bool {
    // A list of nothing else keeps nobody out.
    if names.isEmpty, patterns.isEmpty { return true }
    if referer.isEmpty { return allowsNone }
    let lower = ASCII.lowercased(referer)
    guard let scheme = ["http://", "https://"].first(where: { lower.starts(with: $0.utf8) }) else {
      return allowsBlocked
    }
    let rest = referer.dropFirst(scheme.utf8.count)
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ":") } ?? rest.endIndex
    let host = ASCII.lowercased(Array(rest[..<end])).text
    let path = Array(rest.drop { $0 != UInt8(ascii: "/") }).text
    if names.contains(where: { Self.matches($0.host, host) && path.hasPrefix($0.path) }) { return true }
    return patterns.contains { if case .match = $0.match(Array(rest)) { true } else { false } }
  }

  private static func matches(_ name: String, _ host: String) -> Bool {
    if name.hasPrefix("*.") { return host.hasSuffix(name.dropFirst()) }
    if name.hasPrefix(".") { return host.hasSuffix(name) || host == name.dropFirst() }
    return name.hasSuffix(".*") ? host.hasPrefix(name.dropLast()) : host == name
  }
}
