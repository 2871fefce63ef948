internal import AutoTagBytes

/// An address that a server can be asked for: a `SiteURL` whose host is known.
package struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  package let url: SiteURL

  /// The host as an address writes it.
  package let host: String

  /// - Returns: `nil` for an address without a host, and for one whose host is only known not to be ASCII
  ///   (`WebURL.Host.unverified`), which cannot be asked.
  package init?(_ url: SiteURL) {
    guard let host = url.host else { return nil }
    self.url = url
    self.host = host
  }

  /// Parses an address.
  /// - Parameter base: what a relative address is relative to; without it a relative address is invalid.
  /// - Returns: `nil` when a browser makes no request for it over `http` or `https`.
  package init?(_ text: String, relativeTo base: WebAddress? = nil) {
    guard let url = SiteURL(text, relativeTo: base?.url) else { return nil }
    self.init(url)
  }

  package var origin: WebURL { url.origin }
  package var port: Int? { url.port }
  package var path: String { url.path }
  package var query: String? { url.query }
  package var fragment: String? { url.fragment }
  package var description: String { url.description }

  private init(_ url: SiteURL, host: String) {
    self.url = url
    self.host = host
  }

  /// The address as it is asked for, without a fragment.
  package var requestText: String { withoutFragment.description }

  package func with(query: String?) -> WebAddress { WebAddress(url.with(query: query), host: host) }

  package var withoutFragment: WebAddress { WebAddress(url.with(fragment: nil), host: host) }
}
