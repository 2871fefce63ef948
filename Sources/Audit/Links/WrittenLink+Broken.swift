internal import AutoTagRedirects
internal import AutoTagSite

extension PageUnderAudit {
  /// A hit for each link that redirects lead nowhere.
  func hits(brokenBy hit: (WrittenLink, RedirectChain) -> (message: String, fix: String)?) -> [Hit] {
    hits { link in
      guard link.isBroken, let chain = link.record.chain, let words = hit(link, chain) else { return nil }
      return Hit(wholeHref(of: link), of: link, words.message, fix: words.fix)
    }
  }
}

extension RedirectChain {
  /// Where the last redirect is written.
  var lastPlace: String { hops.last?.rule.location ?? "the redirect" }
}
