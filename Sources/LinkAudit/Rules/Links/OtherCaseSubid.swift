internal import SiteRewriter
internal import TrackingLinks

/// Finds `U1`.
struct OtherCaseSubid: PageRule {
  static let rule = AuditRule(
    "other-case-subid", "u1 in other letter case", .warning,
    why: "The parameter is a small u and the digit 1; Rakuten does not track U1 (\(Sources.signature)).",
    fix: "Remove it.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.links.flatMap { link -> [Hit] in
      // `rewrite` notes it; where it does not, the parameter makes no difference.
      guard link.record.notes.contains(where: { if case .otherCase = $0 { true } else { false } }),
        let group = link.record.group
      else { return [] }
      let subid = group.subid.lowercased()
      return link.own.parameters.filter { $0.name != group.subid && $0.name.lowercased() == subid }.map {
        Hit(
          link.own.place(of: $0.whole), of: link,
          "\($0.name) is not \(group.subid), and the network ignores it", fix: "remove it")
      }
    }
  }
}
