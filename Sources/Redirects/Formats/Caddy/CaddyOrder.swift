/// The order in which a site's directives are asked, whatever their order in the file
/// (caddyserver.com/docs/caddyfile/directives#directive-order).
struct CaddyOrder: Sendable {
  /// Caddy's own, old and new names together.
  private(set) var names = [
    "tracing", "map", "vars", "fs", "root", "log_append", "skip_log", "log_skip", "log_name", "header",
    "copy_response_headers", "request_body", "timeouts", "redir", "method", "rewrite", "uri", "try_files",
    "basicauth", "basic_auth", "forward_auth", "request_header", "encode", "push", "intercept", "templates",
    "invoke", "handle", "handle_path", "route", "abort", "error", "copy_response", "respond", "metrics",
    "reverse_proxy", "php_fastcgi", "file_server", "acme_server",
  ]

  /// Directives that set up the site and answer no request.
  static let ofSites: Set<String> = ["bind", "tls", "log", "handle_errors", "import"]

  static func isKnown(_ name: String) -> Bool {
    ofSites.contains(name) || CaddyOrder().names.contains(name) || name.hasPrefix("@")
  }

  /// Returns the place of a directive; `nil` for one that has none.
  func place(of name: String) -> Int? {
    // They are sorted together.
    names.firstIndex(of: name == "handle_path" ? "handle" : name)
  }

  /// Carries out the option `order NAME first|last|before|after OTHER`.
  /// - Returns: `false` for one that is none.
  mutating func move(_ words: [String]) -> Bool {
    guard words.count >= 2 else { return false }
    var others = names
    others.removeAll { $0 == words[0] }
    switch (words[1], words.count) {
    case ("first", 2): others.insert(words[0], at: 0)
    case ("last", 2): others.append(words[0])
    case ("before", 3), ("after", 3):
      guard let index = others.firstIndex(of: words[2]) else { return false }
      others.insert(words[0], at: words[1] == "before" ? index : index + 1)
    default: return false
    }
    names = others
    return true
  }
}
