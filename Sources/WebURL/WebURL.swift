internal import AutoTagBytes

/// What a browser takes for the scheme and the host of a URL: the basic URL parser of the WHATWG URL
/// standard (https://url.spec.whatwg.org/, as of June 2026) up to the end of the host and the port, which is
/// as far as a URL can be invalid.
package struct WebURL: Sendable, Hashable {
  /// The scheme in lower case, without its colon.
  package let scheme: String

  /// The host; `nil` where the URL has none (`mailto:x`, `foo:/bar`) and where it is not known
  /// (relative to `unknownPage`).
  package let host: Host?

  /// Whether what follows the scheme is no hierarchy (`mailto:x`, `data:,x`), so that nothing but a fragment
  /// can be relative to the URL.
  package let hasOpaquePath: Bool

  /// The address of a page that is known to be on the web and nothing more. What is relative to it has no
  /// host; `//host/…` has one. Its scheme is `https`, so `https:x` is relative to it and `http:x` is not.
  package static let unknownPage = WebURL(scheme: "https", host: nil)

  /// Parses a URL.
  /// - Parameters:
  ///   - text: the URL in UTF-8, such as an `href` with its character references decoded.
  ///   - base: what a relative URL is relative to; without it a relative URL is invalid.
  /// - Returns: `nil` when the URL is invalid, that is when a browser makes no request for it.
  package init?(_ text: Span<UInt8>, relativeTo base: WebURL? = nil) {
    let range = ASCII.strippedRange(text)
    let parsed: WebURL?
    if ASCII.holdsTabOrNewline(text) {
      let clean = range.compactMap { ASCII.isTabOrNewline(text[$0]) ? nil : text[$0] }
      parsed = URLParser.parse(clean.span, relativeTo: base)
    } else {
      parsed = URLParser.parse(text.extracting(range), relativeTo: base)
    }
    guard let parsed else { return nil }
    self = parsed
  }

  /// Parses a URL, as `init(_:relativeTo:)` does.
  package init?(_ text: String, relativeTo base: WebURL? = nil) {
    self.init(text.utf8Span.span, relativeTo: base)
  }

  /// The URL that a page's links are relative to (the HTML standard's "document base URL").
  /// - Parameters:
  ///   - pageAddress: where the page is; `nil` when that is not known.
  ///   - baseHref: the value of the page's first `<base href>`, decoded. An invalid one, and a `data:` or
  ///     `javascript:` URL, is ignored as browsers do.
  package static func linkBase(pageAddress: WebURL?, baseHref: String?) -> WebURL {
    let page = pageAddress ?? .unknownPage
    guard let baseHref, let base = WebURL(baseHref, relativeTo: page), base.scheme != "data",
      base.scheme != "javascript"
    else { return page }
    return base
  }

  /// Whether the URL is one that a link can lead to a web page with.
  package var isHTTP: Bool { scheme == "https" || scheme == "http" }

  package init(scheme: String, host: Host?, hasOpaquePath: Bool = false) {
    self.scheme = scheme
    self.host = host
    self.hasOpaquePath = hasOpaquePath
  }
}
