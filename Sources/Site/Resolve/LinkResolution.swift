package import AutoTagRedirects
package import AutoTagTracking

/// One link's way, and the rewriter's decision about it.
package struct LinkResolution: Sendable {
  /// The link as it was asked about.
  package let url: String
  /// `nil` for what is no web link.
  package let chain: RedirectChain?
  /// The group that the link leads to, or would lead to were it not lost on the way.
  package let group: TrackingGroup?
  /// `nil` where the rewriter takes the link for nobody's: redirects are not looked behind, or it is no affiliate link.
  package let decision: LinkDecision?
  /// The link after `rewrite`; `nil` where it stays.
  package let result: String?
  /// The advice where the query is lost, or may be; `nil` elsewhere.
  package let advice: String?
  /// True if redirects lead the link nowhere, or to an unknown address which may be a group's.
  package let isBroken: Bool
  /// True if a rule on the way loses the query, and `rewrite` changes it.
  package let isMended: Bool
  /// True if the link stops at a server that is to be asked and was not.
  package let isAwaited: Bool
  /// The redirects that the link takes with the click id, where a rule that asks for it leads it another way than without; none
  /// elsewhere.
  package var taggedHops: [RedirectHop] = []
  /// Other problems of the link that `rewrite` reports.
  package let notes: [Problem]

  /// The query's way to the end after `rewrite`; `nil` where no redirect leads out of the site.
  package var forwarding: QueryForwarding? {
    guard let chain, !chain.hops.isEmpty, chain.destination != nil else { return nil }
    return isMended ? .forwards : chain.forwarding
  }

  /// True if the click id gets through after `rewrite`; `nil` where that is not certain, or nobody expects it.
  package var isTrackable: Bool? {
    if isBroken { return false }
    guard group != nil else { return leadsNowhere && !isAwaited ? false : nil }
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

  /// True if it names a group's host and does not lead there for want of a right scheme.
  package var isMisspelt: Bool {
    notes.contains { $0.kind == .addressWithoutScheme || $0.kind == .addressSchemeBroken }
  }

  /// True if who follows the link arrives at nothing.
  private var leadsNowhere: Bool {
    if isMisspelt { return true }
    guard let chain else { return false }
    switch chain.end {
    case .external, .page: return false
    case .deadEnd, .loop, .tooLong: return true
    case .notWeb: return !chain.hops.isEmpty
    // A rule that is not understood may have nothing to do with the link, unless another one led to it.
    case .unknown: return !chain.hops.isEmpty
    }
  }
}

extension QueryForwarding {
  /// The hop that loses the query or may lose it.
  package var decision: Decision? {
    switch self {
    case .forwards: nil
    case .drops(let decision), .unknown(let decision): decision
    }
  }
}
