internal import AutoTagBytes

/// A request on its way through a site's directives, which may change its path and query.
struct CaddyRequest: Sendable {
  let original: ServerRequest
  /// Decoded.
  private(set) var path: [UInt8]
  let firstPath: [UInt8]
  /// The path as it is written, where Go would not write it so.
  private var rawPath: [UInt8]?
  /// `nil` where there is none, empty behind a lone question mark.
  private(set) var query: [UInt8]?
  /// The path is not what was asked for.
  private(set) var isRewritten = false

  /// - Returns: `nil` where the path cannot be decoded, which Caddy refuses.
  init?(_ request: ServerRequest) {
    guard let path = GoURL.unescaped(request.path) else { return nil }
    original = request
    self.path = path
    firstPath = path
    rawPath = request.path == GoURL.escaped(path) ? nil : request.path
    query = request.query
  }

  var escapedPath: [UInt8] {
    let text = GoURL.escaped(path, raw: rawPath)
    return text.isEmpty ? [0x2F] : text
  }

  /// Path and query as they are sent.
  var uri: [UInt8] { escapedPath + (query.map { [0x3F] + $0 } ?? []) }

  /// Returns path and query as the browser sent them.
  var originalURI: [UInt8] { original.path + (original.query.map { [0x3F] + $0 } ?? []) }

  mutating func set(path: [UInt8], version: CaddyVersion) {
    isRewritten = true
    guard version == .new else {
      self.path = path
      return
    }
    self.path = GoURL.unescaped(path) ?? path
    rawPath = nil
  }

  mutating func set(query: [UInt8]) {
    // An emptied query leaves a question mark only if the request had a lone one.
    self.query = query.isEmpty && self.query != [] ? nil : query
  }

  /// Changes the path as it is written, or as it is decoded where that fails.
  mutating func change(version: CaddyVersion, _ change: ([UInt8]) -> [UInt8]) {
    isRewritten = true
    let raw = change(GoURL.escaped(path, raw: rawPath))
    if let decoded = GoURL.unescaped(raw), !decoded.isEmpty { path = decoded } else { path = change(path) }
    rawPath = raw == (version == .new ? GoURL.escaped(path) : path) ? nil : raw
  }
}
