internal import AutoTagRedirects
internal import AutoTagTracking

/// Where one link leads, and what `rewrite` does with it.
struct LinkResolution {
  /// What becomes of the link. The raw values are part of the JSON report.
  enum Action: String {
    /// It gets the parameter.
    case tag
    /// The affiliate link takes its place.
    case inline
    /// It is an affiliate link and stays as it is: the query is dropped, or it cannot be edited.
    case leave
    /// It stays because redirects are not looked behind.
    case off
    case alreadyTagged = "already-tagged"
    /// Its subid parameter has another value, which is kept.
    case keep
    /// It is no affiliate link.
    case none
    /// It is no web link.
    case never
  }

  /// The link as it was asked about.
  let url: String
  /// `nil` for what is no web link.
  let chain: RedirectChain?
  /// The group that the link leads to.
  let group: TrackingGroup?
  let action: Action
  /// The link after `rewrite`; `nil` where it stays.
  let result: String?
  /// What `rewrite` says of the link besides.
  let notes: [Problem]

  /// Whether the query gets to the end; `nil` where no redirect leads out of the site.
  var forwarding: QueryForwarding? {
    guard let chain, !chain.hops.isEmpty, chain.destination != nil else { return nil }
    return chain.forwarding
  }

  /// Whether the click id gets through after `rewrite`; `nil` where that is not certain, or nobody expects it.
  var isTrackable: Bool? {
    guard group != nil else { return leadsNowhere ? false : nil }
    switch action {
    case .inline: return true
    case .leave, .off, .keep: return false
    case .tag, .alreadyTagged:
      switch forwarding {
      case .forwards, nil: return true
      case .unknown: return nil
      case .drops: return false
      }
    case .none, .never: return nil
    }
  }

  /// Whether who follows the link arrives at nothing.
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
