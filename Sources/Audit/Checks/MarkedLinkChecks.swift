internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Checks of the marks by which an author gives a link to a network: `data-tracking-group` and `rel`.
enum MarkedLinkChecks {
  static let all = [groupContradictsHost, unknownGroup, emptyLink, fragmentLink, notAWebLink, invalidURL]

  /// Links to a group's host that a `data-tracking-group` gives to something else.
  private static let groupContradictsHost = AuditCheck(
    "group-contradicts-host", "the tracking group contradicts the host", .error,
    why:
      "data-tracking-group comes before the address: the link counts as another network's, and gets no click id "
      + "that this one knows (\(Guidelines.anyTrack): tracking group rakuten).",
    fix: "Correct the attribute or remove it."
  ) { link, page in
    guard case .contradiction(let named) = link.record.decision, let group = link.record.group else {
      return nil
    }
    let range = page.wholeValue(of: "data-tracking-group", of: link)
    let isMisspelt = NearestName.of(named, among: page.groups.map(\.name)) == group.name
    return Violation(
      range, of: link, Fault.groupContradictsHost(group, named: named).problem,
      fix: isMisspelt ? "write \(group.name)" : "correct the attribute or remove it")
  }

  /// Links elsewhere whose `data-tracking-group` nearly names a group.
  private static let unknownGroup = AuditCheck(
    "unknown-group", "the tracking group is misspelt", .warning,
    why:
      "The attribute is what makes AnyTrack count the link; a group that it does not know makes it nobody's "
      + "(\(Guidelines.anyTrack): data-tracking-group=\"rakuten\").",
    fix: "Write the group's name as AnyTrack has it."
  ) { link, page in
    guard case .unknownGroup(let named) = link.record.decision,
      let nearest = NearestName.of(named, among: page.groups.map(\.name))
    else { return nil }
    let range = page.wholeValue(of: "data-tracking-group", of: link)
    let fault = Fault.unknownGroup(named: named, nearest: nearest)
    return Violation(
      range, of: link, fault.problem, fix: fault.fix)
  }

  // MARK: Marked links that are never edited

  /// Marked links without an address.
  private static let emptyLink = AuditCheck(
    "empty-link", "a marked link is empty", .error,
    why:
      "The link is marked for tracking, so somebody expects a commission from it, and it leads to its own page.",
    fix: "Write the affiliate link into it, or remove the mark."
  ) { link, page in
    guard link.isSkipped(for: .emptyLink) else { return nil }
    return Violation(
      page.attribute("href", of: link)?.whole ?? link.record.link.tagRange, of: link,
      "the link is marked for tracking and is empty",
      fix: "write the affiliate link into it or remove the mark")
  }

  /// Marked links that lead to a fragment of their own page.
  private static let fragmentLink = AuditCheck(
    "fragment-link", "a marked link leads to its own page", .warning,
    why:
      "AnyTrack tags what is in the href of a standard link; where a script leads the visitor on, the click id is "
      + "not in what it opens (\(Guidelines.anyTrack), troubleshooting).",
    fix: "Write the affiliate link into href, or remove the mark."
  ) { link, page in
    guard link.isSkipped(for: .fragmentLink) else { return nil }
    return Violation(
      page.wholeHref(of: link), of: link,
      "the link is marked for tracking and leads to a place on its own page",
      fix: "write the affiliate link into it or remove the mark")
  }

  /// Marked links to something that is no web page: `mailto:`, `tel:`, `javascript:`.
  private static let notAWebLink = AuditCheck(
    "not-a-web-link", "a marked link is no web link", .warning,
    why: "Only links to web pages carry a click id; what a javascript: link opens, AnyTrack does not see "
      + "(\(Guidelines.anyTrack), troubleshooting: “not hidden behind some javascripts”).",
    fix: "Write the affiliate link into href, or remove the mark."
  ) { link, page in
    guard link.isSkipped(for: .notAWebLink) else { return nil }
    guard let scheme = link.own.scheme else {
      return Violation(
        page.wholeHref(of: link), of: link, "the link is marked for tracking and leads to no web page",
        fix: "correct the page's base address or remove the mark")
    }
    let name = link.own.text(scheme).lowercased()
    return Violation(
      link.own.location(of: scheme), of: link,
      "the link is marked for tracking and its scheme is \(name), which has no click id",
      fix: name == "javascript" ? "write the affiliate link into href" : "remove the mark")
  }

  /// Marked links that no browser follows.
  private static let invalidURL = AuditCheck(
    "invalid-url", "a marked link has no valid address", .error,
    why: "A browser finds no address in the link and follows it nowhere (URL standard, section 4.4).",
    fix: "Correct the link's host."
  ) { link, page in
    guard link.isSkipped(for: .invalidURL) else { return nil }
    let host = link.own.authority.flatMap { $0.isEmpty ? nil : link.own.location(of: $0) }
    return Violation(
      host ?? page.wholeHref(of: link), of: link,
      "the link is marked for tracking and a browser finds no address in it", fix: "correct its host")
  }
}
