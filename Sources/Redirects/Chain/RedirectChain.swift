package import AutoTagWebURL

/// One redirect on the way from a link to its end.
package struct RedirectHop: Sendable, Hashable {
  /// The address that was asked.
  package let from: WebURL

  /// The target of the answer, as the server or the page writes it: for `redirects: inline` this is the text of the
  /// link to write.
  package let location: String

  /// The HTTP status; 200 for a page that leads somewhere else by its markup or script.
  package let status: Int

  /// The rule that decided.
  package let rule: RedirectRule

  package init(from: WebURL, location: String, status: Int, rule: RedirectRule) {
    (self.from, self.location, self.status, self.rule) = (from, location, status, rule)
  }
}

/// The redirects from a link to its end, hop by hop.
package struct RedirectChain: Sendable, Hashable {
  /// The end of a chain.
  package enum End: Sendable, Hashable {
    /// An address outside the site. `LinkClassifier.group(hosting: url.origin)` tells if it is a tracking group's.
    case external(WebURL)
    /// A page or another file of the site.
    case page(WebURL)
    /// An address of the site that no rule and no page answers, or that a rule refuses.
    case deadEnd(WebURL, refusedBy: RedirectRule?)
    /// An address that the chain went through already.
    case loop(WebURL)
    /// More than `longest` redirects.
    case tooLong
    /// A target that is no web page, as it is written: `mailto:…`, or no valid address.
    case notWeb(String)
    /// A rule that is not understood, and why.
    case unknown(RedirectRule, String)
  }

  /// The most redirects that are followed; browsers give up at 20, and AnyTrack's tag needs one.
  package static let longest = 10

  /// The link's address.
  package let start: WebURL

  package let hops: [RedirectHop]

  package let end: End

  /// The fate of the query; `forwards` where there is no hop.
  package internal(set) var forwarding: QueryForwarding

  /// The ways of other visitors that lead elsewhere: to another host, another address of the group, a page of the site,
  /// nowhere, or who knows where.
  package internal(set) var alternatives: [RedirectOutcome] = []

  /// True if a condition on the way was decided by what people's browsers send.
  package internal(set) var assumesBrowser = false

  /// True if the link leads to an end of interest only where the parameter that is to arrive is in its query.
  package internal(set) var needsParameter = false

  /// True if the parameter that is to arrive takes a place that a rule keeps for it: `u1=$arg_u1`.
  package internal(set) var fillsParameter = false

  /// True if a script adds to the address at the end, of which no more is known than where it begins, with its host.
  package internal(set) var isPartial = false

  /// The address outside of the site that the link would come to, were it not for a fault of a file; `nil` for other ends.
  package internal(set) var intended: WebURL?

  /// The rule that keeps the link from its end as long as AnyTrack's token stands in it, and lets click ids pass; `nil` for none.
  package internal(set) var tokenRefusal: RedirectRule?

  /// The rule that is for the link by its words, and that answers it for nobody; `nil` where there is none.
  package internal(set) var unanswered: UnansweredRule?

  /// True if more ways depend on the visitor than are followed.
  package internal(set) var hasMoreWays = false

  package init(start: WebURL, hops: [RedirectHop], end: End, forwarding: QueryForwarding) {
    (self.start, self.hops, self.end, self.forwarding) = (start, hops, end, forwarding)
  }

  /// The alternatives that lead somewhere, or may: with one of them no single address can take the link's place. Whom
  /// redirects lead in a circle has none to lose.
  package var otherAddresses: [RedirectOutcome] {
    alternatives.filter { way in
      switch way.chain.end {
      case .loop, .tooLong: false
      case .external, .page, .deadEnd, .notWeb, .unknown: true
      }
    }
  }

  /// True if the address at the end can take the link's place: all of it is known, and it is that of all visitors, with the
  /// parameter in the link and without it.
  package var hasOneAddress: Bool { otherAddresses.isEmpty && !hasMoreWays && !needsParameter && !isPartial }

  /// More than one redirect in front of the end.
  package var isDoubleRedirect: Bool { hops.count > 1 }

  /// The address that the chain leads to, outside the site; `nil` for any other end.
  package var destination: WebURL? {
    if case .external(let url) = end { url } else { nil }
  }

  /// The destination where all of it is known.
  package var wholeDestination: WebURL? { isPartial ? nil : destination }

  /// The destination as the last redirect writes it; `…` stands in it for what a script adds.
  package var destinationText: String? { destination == nil ? nil : hops.last?.location ?? start.description }
}

/// One way of a link: the chain that visitors of one kind follow.
package struct RedirectOutcome: Sendable, Hashable {
  package let chain: RedirectChain
  /// The answers to what the site's files leave open; empty where the way is the same for all visitors.
  package internal(set) var assumed: [Assumption]
  /// True if a condition was decided by what people's browsers send.
  package let assumesBrowser: Bool
  /// The conditions that were.
  package var remarks: [VisitorRemark] = []
  /// The answer that parts this way from the one that leads to the group; `nil` where none is known.
  package internal(set) var deciding: Assumption?
}

extension RedirectChain {
  /// Returns true if the address at the end has the parameter without the link's giving it.
  package func addsParameter(_ name: String) -> Bool {
    !fillsParameter && (destination?.parameterCount(named: name) ?? 0) > start.parameterCount(named: name)
  }

  /// The rule that makes more text or asks for more work than is followed, with the reason; `nil` for other chains.
  package var boundlessRule: (rule: RedirectRule, reason: String)? {
    guard case .unknown(let rule, let reason) = end,
      RequestWork.isBeyond(reason)
    else { return nil }
    return (rule, reason)
  }
}

/// The fate of a link's query on the way to the end of its redirect chain.
package enum QueryForwarding: Sendable, Hashable {
  /// Every hop passes it on.
  case forwards
  /// A hop loses it.
  case drops(Decision)
  /// A hop is not documented to do either, or is not understood.
  case unknown(Decision)

  /// Returns the same fate with another account of the hop that decides.
  func map(_ change: (Decision) -> Decision) -> QueryForwarding {
    switch self {
    case .forwards: .forwards
    case .drops(let decision): .drops(change(decision))
    case .unknown(let decision): .unknown(change(decision))
    }
  }

  /// The hop that decides.
  package struct Decision: Sendable, Hashable {
    /// Its rule, with file and line.
    package let rule: RedirectRule

    /// The effect of the rule on the query.
    package let reason: String

    /// A change of the rule's settings with which the query arrives, as an evaluation has shown; `nil` where none is
    /// known. Changes of the rule's file are tried by `RedirectScan.provenChange`.
    package let remedy: String?

    package init(rule: RedirectRule, reason: String, remedy: String? = nil) {
      (self.rule, self.reason, self.remedy) = (rule, reason, remedy)
    }
  }
}

/// A rule that is for an address by its words, and does not answer it.
package struct UnansweredRule: Sendable, Hashable {
  package let rule: RedirectRule
  /// The host of a group that the rule leads to.
  let host: String
  /// A clause.
  package let reason: String
  /// The way to have it answered.
  package let fix: String
}
