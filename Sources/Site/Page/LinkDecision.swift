package import AutoTagHTML
package import AutoTagRedirects
package import AutoTagTracking

/// The rewriter's decision about a link that a tracking group has to do with. The audit, `resolve` and all reports print
/// this one, so that none of them can disagree with `rewrite`.
package enum LinkDecision: Sendable, Hashable {
  /// The link gets the token.
  case tagged
  /// The affiliate link that it leads to is put in its stead, with the token.
  case inlined
  /// The link has the token.
  case alreadyTagged
  /// The subid parameter has this other value, which is kept.
  case kept(String)
  /// The link is left alone, for this problem.
  case skipped(ProblemCode)
  /// The link leads to the group's host, and its `data-tracking-group` names something else: it counts as nobody's.
  case contradiction(named: String)
  /// Redirects of the site lead the link nowhere, or nobody can tell where, and none of them names a group: it counts as
  /// nobody's.
  case brokenRedirect
  /// The link's `data-tracking-group` names no group and nearly names one, and it does not lead to a group's host: it
  /// counts as nobody's.
  case unknownGroup(named: String)

  init(_ outcome: SubidDecision.Outcome) {
    self =
      switch outcome {
      case .edit: .tagged
      case .alreadyTagged: .alreadyTagged
      case .kept(let value): .kept(value)
      case .skipped(let skip): .skipped(skip.fault.code)
      }
  }

  /// True if `rewrite` changes the link.
  package var isEdit: Bool { self == .tagged || self == .inlined }

  /// True if the link has the token, now or after `rewrite`.
  package var hasToken: Bool { isEdit || self == .alreadyTagged }
}

/// A link that a tracking group has to do with, and the decision about it.
package struct LinkRecord: Sendable {
  package let link: Link
  /// `nil` for a broken redirect that names no group, and for a group that is not known.
  package let group: TrackingGroup?
  /// The sign on the page that the link is the group's; `nil` where only a redirect leads there.
  package let evidence: LinkEvidence?
  /// The redirects that the link goes through; `nil` where it leads there by itself. They may lead nowhere where
  /// the link's author marked it.
  package let chain: RedirectChain?
  package let decision: LinkDecision
  package let notes: [SubidNote]
  /// The advice where a redirect loses the query; `nil` elsewhere.
  package let advice: String?

  package init(
    _ link: Link, group: TrackingGroup?, evidence: LinkEvidence? = nil, chain: RedirectChain? = nil,
    decision: LinkDecision, notes: [SubidNote] = [], advice: String? = nil
  ) {
    self.link = link
    self.group = group
    self.evidence = evidence
    self.chain = chain
    self.decision = decision
    self.notes = notes
    self.advice = advice
  }
}

/// One link that was decided about by itself, on no page.
package struct DecidedLink: Sendable {
  /// `nil` where no tracking group has to do with the link.
  package let decision: LinkDecision?
  /// The group that the link counts for; `nil` for none.
  package let group: TrackingGroup?
  /// The link after the edit, its character references decoded; `nil` where it stays.
  package let result: String?
  package let problems: [Problem]
}
