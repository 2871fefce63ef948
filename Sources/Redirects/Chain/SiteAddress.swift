internal import AutoTagBytes
internal import AutoTagTracking
package import AutoTagWebURL

/// The address of a site.
package struct SiteAddress: Sendable, Hashable {
  /// The address of the site's root; without a host where it is not known.
  package let root: WebURL
  /// The origins that a site of unknown address may have, as its files say, the likeliest first; empty for any.
  let origins: [SiteOrigin]
  /// The site's other names, and those of all sites that it may be.
  private let names: [Name]

  private struct Name: Hashable {
    let bareHost: Substring
    let port: Int?
  }

  /// A site whose address is not known: only relative links belong to it.
  package static let unknown = SiteAddress(.unknownSite)

  /// - Parameter root: such as `https://example.com/` or `https://example.com/shop/`.
  package init(_ root: WebURL) {
    self.init(root, origins: [], names: [])
  }

  private init(_ root: WebURL, origins: [SiteOrigin], names: [Name]) {
    (self.root, self.origins, self.names) = (root, origins, names)
  }

  /// A site as its files tell its address. Of several addresses each is followed, and absolute links to all of them may be
  /// the site's own.
  package init(_ inferred: InferredOrigin) {
    let names = inferred.hints.flatMap { hint in
      ([hint.origin.host] + hint.aliases).map { Name(bareHost: SiteOrigin.bare($0), port: hint.origin.port) }
    }
    if inferred.hints.count == 1, let root = WebURL(inferred.hints[0].origin.text + "/") {
      self.init(root, origins: [], names: names)
    } else {
      self.init(.unknownSite, origins: inferred.hints.map(\.origin), names: names)
    }
  }

  /// - Returns: `nil` when the text is no `http` or `https` address.
  package init?(_ baseURL: String) {
    guard let root = WebURL(baseURL) else { return nil }
    self.init(root)
  }

  /// Returns true if the address belongs to the site: the same host and port, with or without `www.`, over `http` or
  /// `https`; so do the site's other names. Where its address is not known, an address without a host does.
  package func contains(_ url: WebURL) -> Bool {
    guard let host = url.host else { return root.host == nil || url.origin.host == nil }
    let bare = SiteOrigin.bare(host)
    if let own = root.host, bare == SiteOrigin.bare(own), url.port == root.port { return true }
    return names.contains { $0.bareHost == bare && $0.port == url.port }
  }

  /// The hosts whose addresses belong to the site, with and without `www.`.
  package var hosts: [String] {
    var bare = names.map(\.bareHost)
    if let own = root.host { bare.insert(SiteOrigin.bare(own), at: 0) }
    return bare.flatMap { [String($0), "www." + $0] }
  }

  /// True if nothing tells the address.
  var isUnknown: Bool { root.host == nil && names.isEmpty }

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
