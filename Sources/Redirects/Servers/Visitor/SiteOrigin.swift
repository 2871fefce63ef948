/// Scheme, host and port under which a site is asked for.
package struct SiteOrigin: Sendable, Hashable {
  package let scheme: String
  package let host: String
  package let port: Int?

  package init(scheme: String, host: String, port: Int? = nil) {
    (self.scheme, self.host, self.port) = (scheme, host, port)
  }

  /// Host and port as the `Host` header has them.
  var hostHeader: String { port.map { "\(host):\($0)" } ?? host }

  /// The port that requests go to.
  var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

  /// The beginning of an address.
  package var text: String { "\(scheme)://\(hostHeader)" }

  /// The origin in words, for messages.
  var words: String {
    host == Self.standIn
      ? "\(scheme)://, without www." : host == "www." + Self.standIn ? "\(scheme)://www." : text
  }

  /// The host without `www.` and without a dot at its end.
  static func bare(_ host: String) -> Substring {
    let host = host.hasSuffix(".") ? host.dropLast() : host[...]
    return host.hasPrefix("www.") ? host.dropFirst(4) : host
  }

  // MARK: Sites of unknown address

  /// Stands for the host of a site whose address is not known. No such host exists (RFC 6761, section 6.4).
  static let standIn = "site.invalid"

  /// The origins of a site of which nothing is known.
  static let standIns = [
    SiteOrigin(scheme: "https", host: standIn), SiteOrigin(scheme: "https", host: "www." + standIn),
    SiteOrigin(scheme: "http", host: standIn), SiteOrigin(scheme: "http", host: "www." + standIn),
  ]

  static func isStandIn(_ host: String?) -> Bool { host == standIn || host == "www." + standIn }
}
