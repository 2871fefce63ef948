internal import AutoTagSite
internal import AutoTagTracking

/// Finds links elsewhere whose `data-tracking-group` nearly names a group.
struct UnknownGroup: PageRule {
  static let rule = AuditRule(
    "unknown-group", "the tracking group is misspelt", .warning,
    why:
      "The attribute is what makes AnyTrack count the link; a group that it does not know makes it nobody's "
      + "(\(Sources.anyTrack): data-tracking-group=\"rakuten\").",
    fix: "Write the group's name as AnyTrack has it.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard case .unknownGroup(let named) = link.record.decision,
        let nearest = NearestName.of(named, among: page.groups.map(\.name))
      else { return nil }
      let range = page.wholeValue(of: "data-tracking-group", of: link)
      return Hit(range, of: link, "no tracking group is called \(named)", fix: "did you mean \(nearest)?")
    }
  }
}
