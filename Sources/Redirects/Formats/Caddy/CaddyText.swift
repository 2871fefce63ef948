internal import AutoTagBytes

/// The versions of Caddy whose answers are compared, the oldest and the newest of those in use. Where they answer
/// otherwise, it is not known what the site's does.
enum CaddyVersion: Sendable, CaseIterable {
  /// 2.6.2, as Debian has it.
  case old
  /// 2.10.1 and later.
  case new
}

/// Text with placeholders, `{query}` (caddyserver.com/docs/conventions#placeholders).
struct CaddyText: Sendable {
  enum Part: Sendable {
    case literal([UInt8])
    /// By its full name. `isNew`: an old Caddy does not have it, and puts nothing in its place.
    case placeholder(String, isNew: Bool)
  }

  private(set) var parts: [Part] = []

  init(parts: [Part]) { self.parts = parts }

  init(_ text: [UInt8]) {
    var literal: [UInt8] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\\"), index + 1 < text.count,
        text[index + 1] == CaddyToken.open || text[index + 1] == CaddyToken.close
      {
        literal.append(text[index + 1])
        index += 2
        continue
      }
      guard byte == CaddyToken.open, let end = Self.end(of: text, from: index) else {
        literal.append(byte)
        index += 1
        continue
      }
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = []
      parts.append(Self.placeholder(Array(text[(index + 1)..<end]).text))
      index = end + 1
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
  }

  private static func end(of text: [UInt8], from start: Int) -> Int? {
    text[start...].indices.first { text[$0] == CaddyToken.close && text[$0 - 1] != UInt8(ascii: "\\") }
  }

  /// The text, where it has no placeholder.
  var literal: [UInt8]? {
    switch parts.count {
    case 0: []
    case 1: if case .literal(let text) = parts[0] { text } else { nil }
    default: nil
    }
  }

  /// The text in front of the first placeholder.
  var start: [UInt8] { if case .literal(let text) = parts.first { text } else { [] } }

  var literals: [UInt8] {
    parts.flatMap { part -> [UInt8] in if case .literal(let text) = part { text } else { [] } }
  }

  /// The placeholder that the text is, and nothing else.
  var lonePlaceholder: String? {
    if parts.count == 1, case .placeholder(let name, _) = parts[0] { name } else { nil }
  }

  /// True if versions of Caddy put other things into it.
  var dependsOnVersion: Bool {
    parts.contains { if case .placeholder(_, let isNew) = $0 { isNew } else { false } }
  }

  // MARK: Names

  private static let request = "http.request."

  /// Short names, with what they stand for behind `http.request.`.
  private static let short = [
    "host": "host", "hostport": "hostport", "port": "port", "method": "method", "scheme": "scheme",
    "uri": "uri", "path": "uri.path", "dir": "uri.path.dir", "file": "uri.path.file", "query": "uri.query",
    "remote": "remote", "remote_host": "remote.host", "remote_port": "remote.port",
  ]

  private static let shortAndNew = [
    "?query": "uri.prefixed_query", "%uri": "uri_escaped", "%path": "uri.path_escaped",
    "%query": "uri.query_escaped", "orig_method": "orig_method", "orig_uri": "orig_uri",
    "orig_path": "orig_uri.path", "orig_dir": "orig_uri.path.dir", "orig_file": "orig_uri.path.file",
    "orig_query": "orig_uri.query", "orig_?query": "orig_uri.prefixed_query", "uuid": "uuid",
    "client_ip": "remote.client_ip",
  ]

  private static let families = [
    "header.": "http.request.header.", "cookie.": "http.request.cookie.",
    "labels.": "http.request.host.labels.",
    "path.": "http.request.uri.path.", "file.": "http.request.uri.path.file.",
    "query.": "http.request.uri.query.", "re.": "http.regexp.", "vars.": "http.vars.",
    "rp.": "http.reverse_proxy.", "err.": "http.error.", "file_match.": "http.matchers.file.",
    "tls_": "http.request.tls.",
  ]

  private static func placeholder(_ name: String) -> Part {
    if let long = short[name] { return .placeholder(request + long, isNew: false) }
    if let long = shortAndNew[name] { return .placeholder(request + long, isNew: true) }
    if let family = families.first(where: { name.hasPrefix($0.key) }) {
      let rest = name.dropFirst(family.key.count)
      // `{re.1}`, without the name of a matcher, is short for nothing in old versions.
      return .placeholder(
        family.value + rest, isNew: family.key == "re." && rest.split(separator: ".").count != 2)
    }
    let isNew = name.hasPrefix(request) && (name.hasSuffix("escaped") || name.hasSuffix("prefixed_query"))
    return .placeholder(name, isNew: isNew)
  }
}
