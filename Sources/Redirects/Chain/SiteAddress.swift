internal import AutoTagBytes
internal import AutoTagTracking
package import AutoTagWebURL

/// The address of a site.
package struct SiteAddress: Sendable, Hashable {
  /// The address of the site's root; without a host where it is not known.
  package let root: WebURL

  /// A site whose address is not known: only relative links belong to it.
  package static let unknown = SiteAddress(.unknownSite)

  /// - Parameter root: such as `https://example.com/` or `https://example.com/shop/`.
  package init(_ root: WebURL) {
    self.root = root
  }

  /// A site at the root of an origin; `nil` for one that is no address.
  package init?(_ origin: SiteOrigin) { self.init(origin.text + "/") }

  /// - Returns: `nil` when the text is no `http` or `https` address.
  package init?(_ baseURL: String) {
    guard let root = WebURL(baseURL) else { return nil }
    self.init(root)
  }

  /// Returns true if the address belongs to the site: the same host and port, with or without `www.`, over `http` or
  /// `https`. Where the site's address is not known, an address without a host does.
  package func contains(_ url: WebURL) -> Bool {
    guard let host = url.host else { return root.host == nil || url.origin.host == nil }
    guard let own = root.host else { return false }
    return Self.bare(host) == Self.bare(own) && url.port == root.port
  }

  /// The host without `www.` and without a dot at its end.
  static func bare(_ host: String) -> Substring {
    let host = host.hasSuffix(".") ? host.dropLast() : host[...]
    return host.hasPrefix("www.") ? host.dropFirst(4) : host
  }

  /// The path of the site's root, with a slash at its end.
  var rootPath: String { root.path.hasSuffix("/") ? root.path : root.path + "/" }

  /// The site's root with a slash at its end.
  var rootAsFolder: WebURL { WebURL(rootPath, relativeTo: root) ?? root }

  /// The decoded path of an address below the site's root; `nil` outside of it.
  func relativePath(_ path: some StringProtocol) -> [UInt8]? {
    if path + "/" == rootPath { return [] }
    guard path.hasPrefix(rootPath) else { return nil }
    return URLEncoding.decoded(path.utf8.dropFirst(rootPath.utf8.count))
  }
}
