internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking

/// Checks of the redirects on a link's way: they hand on the query, are few, and end somewhere.
enum RedirectChecks {
  static let all = [
    dropsQuery, queryUnknown, dependsOnVisitor, doubleRedirect, hasSubid, needsSubid, loop, deadEnd, tooLong,
    notWeb,
    notUnderstood,
  ]

  // MARK: Redirects that lead to the network

  /// Links whose redirect loses the query string, and with it the click id.
  private static let dropsQuery = AuditCheck(
    "redirect-drops-query", "a redirect drops the query string", .error,
    why:
      "The click id is in the query of the link that was clicked. A redirect that does not hand the query on "
      + "strips it (AnyTrack's page on Pretty Links: parameter forwarding).",
    fix: "Let the redirect forward the query string, or set redirects to mend, auto or inline.",
    rewriteRepairs: true
  ) { link, page in
    guard link.dropsQuery, case .drops(let hop) = link.record.chain?.forwarding,
      !link.isKeptForRedirectsSubid
    else { return nil }
    let fix = link.record.advice ?? ""
    return Violation(
      page.wholeHref(of: link), of: link,
      Fault.redirectDropsQuery(at: hop.rule.mention, because: hop.reason, fix: fix).problem,
      fix: fix,
      isRepairedByRewrite: link.record.decision == .inlined)
  }

  /// Links of whose redirect nobody knows whether it hands the query string on.
  private static let queryUnknown = AuditCheck(
    "redirect-query-unknown", "a redirect may drop the query string", .warning,
    why:
      "The click id gets to the network only through redirects that hand the query string on, and for this one it "
      + "is not documented.",
    fix: "Try it on the published site, or set redirects to inline.", rewriteRepairs: true
  ) { link, page in
    guard link.affiliate != nil, case .unknown(let hop) = link.record.chain?.forwarding, !link.isGivenSubid
    else { return nil }
    let isInlined = link.record.decision == .inlined
    // What is not tagged yet is reported as that; once it is replaced, no redirect matters.
    if isInlined, case .token = link.subid {} else if isInlined { return nil }
    let canInline = link.record.chain?.hasOneAddress == true
    return Violation(
      page.wholeHref(of: link), of: link,
      Fault.redirectQueryUnknown(at: hop.rule.mention, because: hop.reason, canInline: canInline).problem,
      fix: canInline ? "try it, or set redirects to inline" : "try it on the published site",
      isRepairedByRewrite: isInlined)
  }

  /// Links that could be replaced by the affiliate link, were there one for all visitors.
  private static let dependsOnVisitor = AuditCheck(
    "redirect-depends-on-visitor", "a redirect leads some visitors elsewhere", .error,
    why:
      "A link that is replaced by its affiliate link has the same one for all visitors; where the redirect tells them "
      + "apart, it is left as it is, and the click id is lost.",
    fix: "Let the redirect lead all visitors to one address, or set redirects to tag."
  ) { link, page in
    guard case .skipped(.redirectDependsOnVisitor) = link.record.decision,
      let fault = link.record.chain?.dependenceOnVisitor
    else { return nil }
    return Violation(
      page.wholeHref(of: link), of: link, fault.problem, fix: fault.fix)
  }

  /// Links that more than one redirect leads on.
  private static let doubleRedirect = AuditCheck(
    "double-redirect", "more than one redirect", .warning,
    why:
      "AnyTrack follows one redirect (\(Guidelines.anyTrack), troubleshooting: no “double redirects”), and each more "
      + "costs time and may lose the click id.",
    fix: "Link to the last redirect, or let the first lead to the affiliate link.", rewriteRepairs: true
  ) { link, page in
    guard link.affiliate != nil, let chain = link.record.chain, chain.isDoubleRedirect,
      let last = chain.hops.last
    else { return nil }
    return Violation(
      page.wholeHref(of: link), of: link,
      "\(chain.hops.count) redirects lead to \(link.record.group?.name ?? "the network"), and AnyTrack follows one",
      fix: "link to \(last.from)", isRepairedByRewrite: link.record.decision == .inlined)
  }

  /// Links whose redirect leads to an address that has a u1 of its own.
  private static let hasSubid = AuditCheck(
    "redirect-has-subid", "the redirect's address has its own u1", .error,
    why:
      "With the click id handed on, the network would get u1 twice, and which one it takes is not documented "
      + "(\(Guidelines.signature)).",
    fix: "Remove u1 from the redirect's address.", rewriteRepairs: true
  ) { link, page in
    guard link.isGivenSubid, !link.dropsQuery, let group = link.record.group else { return nil }
    // Where `rewrite` says another thing about that u1, that is what is reported.
    if link.isKeptForRedirectsSubid { return nil }
    if case .skipped(let code) = link.record.decision, code != .redirectHasSubid { return nil }
    return Violation(
      page.wholeHref(of: link), of: link,
      "\(group.name) would get \(group.subid) twice, since \(link.subject) has it",
      fix: "remove it\(link.atRedirect)", isRepairedByRewrite: link.record.decision == .inlined)
  }

  /// Links that a redirect leads to the network only where their query has u1.
  private static let needsSubid = AuditCheck(
    "redirect-needs-subid", "a redirect asks for u1", .warning,
    why:
      "The rule leads to the network only where the link's query has u1, and elsewhere without it: nobody can tell which "
      + "of the two is meant, so the link is not tagged.",
    fix: "Write u1=--CLICK-ID-- into the link, or mark it with data-tracking-group."
  ) { link, page in
    guard link.isSkipped(for: .redirectNeedsSubid), let group = link.record.group else { return nil }
    let fault = Fault.redirectNeedsSubid(
      group, at: link.record.chain?.hops.first?.rule.mention ?? "the redirect")
    return Violation(page.wholeHref(of: link), of: link, fault.problem, fix: fault.fix)
  }

  // MARK: Redirects that lead nowhere

  private static let loop = AuditCheck(
    "redirect-loop", "redirects lead in a circle", .error,
    why: "A browser gives up on a circle of redirects and shows an error page.",
    fix: "Let one of the redirects lead to the affiliate link."
  ) { link, page in
    broken(link, on: page, .redirectLoop)
  }

  /// Links whose redirects end at an address of the site where nothing is.
  private static let deadEnd = AuditCheck(
    "redirect-dead-end", "a redirect leads to nothing", .error,
    why:
      "Who follows the link ends on a page of the site itself: a redirect leads to an address where nothing is, or the "
      + "rule that leads to the network never answers the link.",
    fix: "Correct the address that the redirect leads to, or the rule, so that it answers the link."
  ) { link, page in
    broken(link, on: page, .redirectDeadEnd)
  }

  private static let tooLong = AuditCheck(
    "redirect-too-long", "too many redirects", .error,
    why:
      "Browsers give up after 20 redirects, autotag after \(RedirectChain.longest), and AnyTrack follows one.",
    fix: "Let the first redirect lead to the affiliate link."
  ) { link, page in
    broken(link, on: page, .redirectTooLong)
  }

  /// Links whose redirects lead to something that is no web page.
  private static let notWeb = AuditCheck(
    "redirect-not-web", "a redirect leads to no web address", .error,
    why: "Browsers follow a redirect to http and https only (Fetch standard, section 4.5).",
    fix: "Correct the address that the redirect leads to."
  ) { link, page in
    broken(link, on: page, .redirectNotWeb)
  }

  /// Links that come to a redirect rule of which it cannot be told what it does.
  private static let notUnderstood = AuditCheck(
    "redirect-not-understood", "a redirect rule is not understood", .warning,
    why: "Where the link leads depends on something that the site's files do not tell, so it is not tagged.",
    fix: "Write the rule without it, or mark the link with data-tracking-group."
  ) { link, page in
    broken(link, on: page, .redirectNotUnderstood)
  }

  /// A violation of a link that redirects lead nowhere, for the fault of one check.
  private static func broken(_ link: WrittenLink, on page: PageUnderAudit, _ code: ProblemCode) -> Violation?
  {
    guard link.isBroken, let fault = link.record.chain?.fault, fault.code == code else { return nil }
    return Violation(page.wholeHref(of: link), of: link, fault.problem, fix: fault.fix)
  }
}

extension WrittenLink {
  /// True if `rewrite` would replace the link's address by the affiliate link, were it not for a u1 there.
  fileprivate var isKeptForRedirectsSubid: Bool {
    redirectsKeptSubid != nil
  }
}
