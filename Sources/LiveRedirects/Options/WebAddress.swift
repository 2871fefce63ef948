public import AutoScan
internal import AutoTagBytes
public import TrackingLinks

/// An address that a server can be asked for: a `SiteURL` whose host is known.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
  public let url: SiteURL

  /// The host as an address writes it.
  public let host: String

  /// - Returns: `nil` for an address without a host, and for one whose host is only known not to be ASCII
  ///   (`WebURL.Host.unverified`), which cannot be asked.
  public init?(_ url: SiteURL) {
    guard let host = url.host else { return nil }
    self.url = url
    self.host = host
  }

  /// Parses an address.
  /// - Parameter base: what a relative address is relative to; without it a relative address is invalid.
  /// - Returns: `nil` when a browser makes no request for it over `http` or `https`.
  public init?(_ text: String, relativeTo base: WebAddress? = nil) {
    guard let url = SiteURL(text, relativeTo: base?.url) else { return nil }
    self.init(url)
  }

  public var origin: WebURL { url.origin }
  public var port: Int? { url.port }
  public var path: String { url.path }
  public var query: String? { url.query }
  public var fragment: String? { url.fragment }
  public var description: String { url.description }

  private init(_ url: SiteURL, host: String) {
    self.url = url
    self.host = host
  }

  /// The address as it is asked for, without a fragment.
  var requestText: String { withoutFragment.description }

  func with(query: String?) -> WebAddress { WebAddress(url.with(query: query), host: host) }

  package var withoutFragment: WebAddress { WebAddress(url.with(fragment: nil), host: host) }
}
