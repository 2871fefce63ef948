internal import AutoTagBytes
package import AutoTagWebURL

/// A sign in a site's files of the address that the site is published at.
package struct SiteOriginHint: Sendable, Hashable {
  package let origin: SiteOrigin
  /// The file as messages show it, and the line in it from 1.
  package let file: String
  package let line: Int?

  package init(_ origin: SiteOrigin, file: String, line: Int?) {
    (self.origin, self.file, self.line) = (origin, file, line)
  }

  /// A hint by an address; `nil` where its host is none of the public web's.
  package init?(_ url: WebURL, file: String, line: Int?) {
    guard let host = url.host, host.contains("."), host != "127.0.0.1" else { return nil }
    self.init(SiteOrigin(scheme: url.origin.scheme, host: host, port: url.port), file: file, line: line)
  }

  /// A hint by the target of a rule that leads all requests for other names of the site to the right one.
  /// - Parameter target: as it is written, with a path that is taken over from the request.
  init?(target: [UInt8], rule: RedirectRule) {
    let text = target.text
    guard let scheme = ["https://", "http://"].first(where: { text.lowercased().hasPrefix($0) }) else {
      return nil
    }
    let rest = text.dropFirst(scheme.count)
    let host = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") }
    let path = rest.dropFirst(host.count)
    // What is taken over stands behind the host: `/$1`, `%{REQUEST_URI}`, `$request_uri`, `/:splat`.
    guard path.contains("$") || path.contains("%{") || path.contains(":"),
      ["/", "$", "%"].contains(path.first), let url = WebURL(scheme + host + "/")
    else { return nil }
    self.init(url, file: rule.file, line: rule.line)
  }
}

/// The address of a site as its files tell it.
package enum InferredOrigin: Sendable, Hashable {
  case none
  case one(SiteOriginHint)
  /// Several hosts, which have more in common than the site alone: all of them are followed.
  case several([SiteOriginHint])

  /// - Parameter hints: the surest first.
  package init(_ hints: [SiteOriginHint]) {
    var seen: Set<Substring> = []
    let distinct = hints.filter { seen.insert(SiteAddress.bare($0.origin.host)).inserted }
    guard let first = distinct.first else {
      self = .none
      return
    }
    self = distinct.count == 1 ? .one(first) : .several(distinct)
  }
}
