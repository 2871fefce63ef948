package import AutoTagWebURL

/// One redirect on the way from a link to its end.
package struct RedirectHop: Sendable, Hashable {
  /// What was asked for.
  package let from: WebURL

  /// Where the answer leads, as the server or the page writes it: for `redirects: inline` this is the text
  /// of the link to write.
  package let location: String

  /// The HTTP status; 200 for a page that leads somewhere else by its markup or script.
  package let status: Int

  /// The rule that decided.
  package let rule: RedirectRule

  package init(from: WebURL, location: String, status: Int, rule: RedirectRule) {
    (self.from, self.location, self.status, self.rule) = (from, location, status, rule)
  }
}

/// Where a link leads, hop by hop.
package struct RedirectChain: Sendable, Hashable {
  /// How a chain ends.
  package enum End: Sendable, Hashable {
    /// At an address outside the site. Whether it is a tracking group's, the caller knows:
    /// `LinkClassifier.group(hosting: url.origin)`.
    case external(WebURL)
    /// At a page or another file of the site.
    case page(WebURL)
    /// At an address of the site that no rule and no page answers, or that a rule refuses (`rule`).
    case deadEnd(WebURL, refusedBy: RedirectRule?)
    /// At an address that the chain went through already.
    case loop(WebURL)
    /// Nowhere within `longest` redirects.
    case tooLong
    /// At something that is no web page, as it is written: `mailto:…`, or no valid address.
    case notWeb(String)
    /// At a rule that is not understood, and why.
    case unknown(RedirectRule, String)
  }

  /// The redirects that are followed; browsers give up at 20, and AnyTrack's tag needs one.
  package static let longest = 10

  /// The link's address.
  package let start: WebURL

  package let hops: [RedirectHop]

  package let end: End

  /// Whether the query gets through; `forwards` where there is no hop.
  package let forwarding: QueryForwarding

  package init(start: WebURL, hops: [RedirectHop], end: End, forwarding: QueryForwarding) {
    (self.start, self.hops, self.end, self.forwarding) = (start, hops, end, forwarding)
  }

  /// More than one redirect in front of the end.
  package var isDoubleRedirect: Bool { hops.count > 1 }

  /// The address that the chain leads to, outside the site; `nil` for any other end.
  package var destination: WebURL? {
    if case .external(let url) = end { url } else { nil }
  }

  /// The destination as the last redirect writes it.
  package var destinationText: String? { destination == nil ? nil : hops.last?.location ?? start.description }
}

extension RedirectChain {
  /// The rule that makes more text or asks for more work than is followed, with the reason; `nil` for other chains.
  package var boundlessRule: (rule: RedirectRule, reason: String)? {
    guard case .unknown(let rule, let reason) = end,
      reason == ExpandedText.tooLong || reason == RequestWork.tooMuch
    else { return nil }
    return (rule, reason)
  }
}
