package import AutoTagHTML
package import AutoTagRedirects
package import AutoTagTracking

/// A link that a tracking group has to do with, and what `rewrite` does with it: what the audit goes by, so
/// that the two cannot disagree.
package struct LinkRecord: Sendable {
  /// What becomes of the link.
  package enum Decision: Sendable, Hashable {
    /// It gets the token.
    case tagged
    /// The affiliate link that it leads to takes its place, with the token.
    case inlined
    /// It has the token.
    case alreadyTagged
    /// Its subid parameter has this other value, which is kept.
    case kept(String)
    /// It is left alone; the code is that of `RunSummary.Links.skippedByReason`.
    case skipped(code: String)
    /// It leads to the group's host, and its `data-tracking-group` names something else: it counts as nobody's.
    case contradiction(named: String)
    /// Redirects of the site lead it nowhere, or cannot be told: it counts as nobody's.
    case brokenRedirect
    /// Its `data-tracking-group` names no group and nearly names one, and it does not lead to a group's host: it
    /// counts as nobody's.
    case unknownGroup(named: String)
  }

  package let link: Link
  /// `nil` for a broken redirect and for a group that is not known.
  package let group: TrackingGroup?
  /// How the page shows that the link is the group's; `nil` where only a redirect leads there.
  package let evidence: LinkEvidence?
  /// The redirects that the link goes through; `nil` where it leads there by itself. They may lead nowhere where
  /// the link's author marked it.
  package let chain: RedirectChain?
  package let decision: Decision
  package let notes: [SubidNote]

  package init(
    _ link: Link, group: TrackingGroup?, evidence: LinkEvidence? = nil, chain: RedirectChain? = nil,
    decision: Decision, notes: [SubidNote] = []
  ) {
    self.link = link
    self.group = group
    self.evidence = evidence
    self.chain = chain
    self.decision = decision
    self.notes = notes
  }
}

extension LinkRecord.Decision {
  init(_ outcome: SubidDecision.Outcome) {
    self =
      switch outcome {
      case .edit: .tagged
      case .alreadyTagged: .alreadyTagged
      case .kept(let value): .kept(value)
      case .skipped(let skip): .skipped(code: skip.code)
      }
  }
}
