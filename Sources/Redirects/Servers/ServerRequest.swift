internal import AutoTagBytes
internal import AutoTagTracking
package import AutoTagWebURL

/// A request to a server.
package struct ServerRequest: Sendable {
  package var scheme: String
  /// The host as the request names it, in lower case; `nil` where the site's address is not known.
  package var host: String?
  package var port: Int?
  /// The path as it is sent, percent-encoded.
  package var path: [UInt8]
  /// The query without its `?`; `nil` where there is none.
  package var query: [UInt8]?
  /// The path of the site's root, with a slash at both ends.
  private(set) var rootPath = "/"

  package init(scheme: String, host: String?, port: Int?, path: [UInt8], query: [UInt8]?) {
    self.scheme = scheme
    self.host = host
    self.port = port
    self.path = path
    self.query = query
  }

  package init(_ url: WebURL, site: SiteAddress) {
    let known = url.host == nil ? site.root : url
    scheme = known.origin.scheme
    host = known.host
    port = known.port
    path = Array(url.path.utf8)
    query = url.query.map { Array($0.utf8) }
    rootPath = site.rootPath
  }

  /// Returns true if there is neither a file nor a folder of the site at a decoded path.
  func isMissing(_ path: [UInt8], from files: SiteFiles) -> Bool {
    let root = URLEncoding.decoded(rootPath.utf8)
    // What is in other folders of the server is not known.
    return path.starts(with: root) && files.kind(at: path[root.count...]) == nil
  }

  /// The port that the request goes to.
  var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

  /// Host and port as the `Host` header has them.
  var hostHeader: String? {
    host.map { host in port.map { "\(host):\($0)" } ?? host }
  }
}
