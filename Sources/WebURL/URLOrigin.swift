/// The scheme and the host of a URL, of any scheme, as a browser takes them: all that tells whose link a link is.
///
/// `WebURL` is the whole address.
package struct URLOrigin: Sendable, Hashable {
  /// The scheme in lower case, without its colon.
  package let scheme: String

  /// The host; `nil` where the URL has none (`mailto:x`, `foo:/bar`) and where it is not known
  /// (relative to `unknownPage`).
  package let host: Host?

  /// `true` where what follows the scheme is no hierarchy (`mailto:x`, `data:,x`), so that nothing but a fragment
  /// can be relative to the URL.
  package let hasOpaquePath: Bool

  /// The address of a page that is known to be on the web and nothing more. What is relative to it has no
  /// host; `//host/…` has one. Its scheme is `https`, so `https:x` is relative to it and `http:x` is not.
  package static let unknownPage = URLOrigin(scheme: "https", host: nil)

  /// The URL that a page's links are relative to (the HTML standard's "document base URL").
  /// - Parameters:
  ///   - pageAddress: the page's own; `nil` when it is not known.
  ///   - baseHref: the value of the page's first `<base href>`, decoded. An invalid one, and a `data:` or
  ///     `javascript:` URL, is ignored as browsers do.
  package static func linkBase(pageAddress: URLOrigin?, baseHref: String?) -> URLOrigin {
    let page = pageAddress ?? .unknownPage
    guard let baseHref, let base = URLOrigin(baseHref, relativeTo: page), base.scheme != "data",
      base.scheme != "javascript"
    else { return page }
    return base
  }

  /// `true` where a link with the URL can lead to a web page.
  package var isHTTP: Bool { scheme == "https" || scheme == "http" }

  package init(scheme: String, host: Host?, hasOpaquePath: Bool = false) {
    self.scheme = scheme
    self.host = host
    self.hasOpaquePath = hasOpaquePath
  }
}
