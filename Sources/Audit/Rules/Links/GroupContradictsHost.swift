internal import AutoTagSite
internal import AutoTagTracking

/// Finds links to a group's host that a `data-tracking-group` gives to something else.
struct GroupContradictsHost: PageRule {
  static let rule = AuditRule(
    "group-contradicts-host", "the tracking group contradicts the host", .error,
    why:
      "data-tracking-group comes before the address: the link counts as another network's, and gets no click id "
      + "that this one knows (\(Sources.anyTrack): tracking group rakuten).",
    fix: "Correct the attribute or remove it.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard case .contradiction(let named) = link.record.decision, let group = link.record.group else {
        return nil
      }
      let range = page.wholeValue(of: "data-tracking-group", of: link)
      let isMisspelt = NearestName.of(named, among: page.groups.map(\.name)) == group.name
      return Hit(
        range, of: link, Fault.groupContradictsHost(group, named: named).problem,
        fix: isMisspelt ? "write \(group.name)" : "correct the attribute or remove it")
    }
  }
}
