internal import AutoTagBytes

/// The values of Caddy's own placeholders, by their full names (caddyserver.com/docs/json/apps/http/#docs).
enum CaddyPlaceholder {
  /// Names whose values no file has.
  private static let atRequest = [
    "$", "env.", "system.", "time.", "http.auth.", "http.request.header.", "http.request.cookie.",
    "http.request.remote", "http.request.tls.", "http.request.local", "http.request.body",
    "http.request.uuid",
    "http.request.duration", "http.response.", "http.reverse_proxy.", "http.error.", "http.vars.client_ip",
    "http.matchers.file.absolute", "file./",
  ]

  /// Returns true if the value has text of the request's query.
  static func hasQuery(_ name: String) -> Bool {
    guard name.hasPrefix("http.request.") else { return false }
    let name = name.dropFirst(13)
    return name == "uri" || name == "uri_escaped" || name == "orig_uri" || name.contains("query")
  }

  /// - Returns: `nil` for a name that is not one of them.
  static func value(of name: String, _ request: CaddyRequest) -> CaddyKnown<[UInt8]?>? {
    if atRequest.contains(where: { name.hasPrefix($0) }) {
      return .unknown("{\(name)} decides, which is not known before the request")
    }
    guard name.hasPrefix("http.request.") else { return nil }
    let name = String(name.dropFirst(13))
    func ofSite(_ value: String?) -> CaddyKnown<[UInt8]?> {
      guard request.original.host != nil, let value else {
        return .unknown("the site's \(name) decides, and its address is not known: set base-url")
      }
      return .known(Array(value.utf8))
    }
    switch name {
    case "method", "orig_method": return .known([UInt8]("GET"))
    case "scheme": return ofSite(request.original.scheme)
    case "host": return ofSite(request.original.host)
    case "hostport": return ofSite(request.original.hostHeader)
    case "port": return ofSite(request.original.port.map { String($0) } ?? "")
    case "uri": return .known(request.uri)
    case "uri_escaped": return .known(GoURL.queryEscaped(request.uri))
    case "uri.path": return .known(request.path)
    case "uri.path_escaped": return .known(GoURL.queryEscaped(request.path))
    case "uri.path.dir": return .known(folder(request.path))
    case "uri.path.file": return .known(file(request.path))
    case "uri.path.file.base": return .known(Array(file(request.path).dropLast(ending(request.path).count)))
    case "uri.path.file.ext": return .known(ending(request.path))
    case "uri.query": return .known(request.query ?? [])
    case "uri.query_escaped": return .known(GoURL.queryEscaped(request.query ?? []))
    case "uri.prefixed_query": return .known(prefixed(request.query))
    case "orig_uri": return .known(request.originalURI)
    case "orig_uri.path": return .known(request.firstPath)
    case "orig_uri.path.dir": return .known(folder(request.firstPath))
    case "orig_uri.path.file": return .known(file(request.firstPath))
    case "orig_uri.query": return .known(request.original.query ?? [])
    case "orig_uri.prefixed_query": return .known(prefixed(request.original.query))
    default: break
    }
    if name.hasPrefix("uri.query.") {
      let values = GoURL.Query(request.query ?? []).values(of: Array(name.dropFirst(10).utf8))
      return .known(Array(values.joined(separator: [UInt8(ascii: ",")])))
    }
    if name.hasPrefix("host.labels."), let index = Int(name.dropFirst(12)) {
      guard let host = request.original.host else { return ofSite(nil) }
      let labels = Array(host.split(separator: ".", omittingEmptySubsequences: false).reversed())
      return .known(labels.indices.contains(index) ? Array(labels[index].utf8) : [])
    }
    if name.hasPrefix("uri.path."), let index = Int(name.dropFirst(9)) {
      var parts = request.path.split(separator: 0x2F, omittingEmptySubsequences: false)
      if parts.first?.isEmpty == true { parts.removeFirst() }
      return .known(parts.indices.contains(index) ? Array(parts[index]) : [])
    }
    return .known([])
  }

  private static func prefixed(_ query: [UInt8]?) -> [UInt8] {
    guard let query, !query.isEmpty else { return [] }
    return [0x3F] + query
  }

  private static func folder(_ path: [UInt8]) -> [UInt8] {
    Array(path[..<(path.lastIndex(of: 0x2F).map { $0 + 1 } ?? 0)])
  }

  private static func file(_ path: [UInt8]) -> [UInt8] { Array(path.dropFirst(folder(path).count)) }

  private static func ending(_ path: [UInt8]) -> [UInt8] {
    let name = file(path)
    return name.lastIndex(of: UInt8(ascii: ".")).map { Array(name[$0...]) } ?? []
  }
}
