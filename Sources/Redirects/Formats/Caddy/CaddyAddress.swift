internal import AutoTagBytes

/// An address of a site's block: `example.com`, `http://example.com:8080/path*`, `:80`
/// (caddyserver.com/docs/caddyfile/concepts#addresses).
struct CaddyAddress: Sendable {
  var scheme: String?
  /// In lower case; empty for any host.
  var host = ""
  var port: Int?
  var path: CaddyPath?

  init?(_ token: CaddyToken) {
    var rest = ASCII.lowercased(ByteText.trimmed(token.text))[...]
    for name in ["http", "https"] where rest.starts(with: (name + "://").utf8) {
      scheme = name
      rest = rest.dropFirst(name.utf8.count + 3)
    }
    let end = rest.firstIndex(of: 0x2F) ?? rest.endIndex
    let path = rest[end...]
    if path.count > 1 { self.path = CaddyPath(Array(path)) }
    let authority = rest[..<end]
    // A placeholder has a colon of its own, and an address in brackets has several.
    let tail = authority[
      ((authority.lastIndex { $0 == CaddyToken.close || $0 == 0x5D }).map { $0 + 1 } ?? authority.startIndex)...
    ]
    if let colon = tail.lastIndex(of: UInt8(ascii: ":")) {
      let digits = tail[(colon + 1)...]
      if !digits.isEmpty {
        guard let port = Int(Array(digits).text), (0...65_535).contains(port) else { return nil }
        self.port = port
      }
      host = Array(authority[..<colon]).text
    } else {
      host = Array(authority).text
    }
  }

  /// Returns the port that it is at.
  func port(http: Int, https: Int) -> Int { port ?? (scheme == "http" ? http : https) }

  /// True if the server's environment says which host it is.
  var isVariable: Bool { host.contains("{") }

  enum Match: Sendable { case yes, no, unknown }

  /// - Parameter host: in lower case.
  func matches(host name: String) -> Match {
    if host.isEmpty { return .yes }
    if isVariable { return .unknown }
    return Self.matches(host, name) ? .yes : .no
  }

  /// A star stands for one label.
  static func matches(_ pattern: String, _ host: String) -> Bool {
    let host = host.hasSuffix(".") ? String(host.dropLast()) : host
    guard pattern.contains("*") else { return pattern == host }
    let wanted = pattern.split(separator: ".", omittingEmptySubsequences: false)
    let labels = host.split(separator: ".", omittingEmptySubsequences: false)
    return wanted.count == labels.count && zip(wanted, labels).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// The length by which blocks are sorted: without stars and placeholders.
  static func specificity(_ text: some Collection<UInt8>) -> Int {
    var count = 0
    var isPlaceholder = false
    for byte in text {
      if byte == CaddyToken.open { isPlaceholder = true }
      if !isPlaceholder, byte != UInt8(ascii: "*") { count += 1 }
      if byte == CaddyToken.close { isPlaceholder = false }
    }
    return count
  }
}
