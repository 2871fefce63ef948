internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// One link's way, and the rewriter's decision about it.
struct LinkResolution {
  /// The link as it was asked about.
  let url: String
  /// `nil` for what is no web link.
  let chain: RedirectChain?
  /// The group that the link leads to.
  let group: TrackingGroup?
  /// `nil` where the rewriter takes the link for nobody's: redirects are not looked behind, or it is no affiliate link.
  let decision: LinkDecision?
  /// The link after `rewrite`; `nil` where it stays.
  let result: String?
  /// Other problems of the link that `rewrite` reports.
  let notes: [Problem]

  /// The query's way to the end; `nil` where no redirect leads out of the site.
  var forwarding: QueryForwarding? {
    guard let chain, !chain.hops.isEmpty, chain.destination != nil else { return nil }
    return chain.forwarding
  }

  /// True if the click id gets through after `rewrite`; `nil` where that is not certain, or nobody expects it.
  var isTrackable: Bool? {
    guard group != nil else { return leadsNowhere ? false : nil }
    switch decision {
    case .inlined: return true
    case .tagged, .alreadyTagged:
      switch forwarding {
      case .forwards, nil: return true
      case .unknown: return nil
      case .drops: return false
      }
    case .kept, .skipped, .contradiction, .brokenRedirect, .unknownGroup, nil: return false
    }
  }

  /// True if who follows the link arrives at nothing.
  private var leadsNowhere: Bool {
    guard let chain else { return false }
    switch chain.end {
    case .external, .page: return false
    case .deadEnd, .loop, .tooLong: return true
    // A rule that is not understood may have nothing to do with the link, unless another one led to it.
    case .notWeb, .unknown: return !chain.hops.isEmpty
    }
  }
}

extension QueryForwarding {
  /// The hop that loses the query or may lose it.
  var decision: Decision? {
    switch self {
    case .forwards: nil
    case .drops(let decision), .unknown(let decision): decision
    }
  }
}
