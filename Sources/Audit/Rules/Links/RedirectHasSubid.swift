internal import AutoTagSite
internal import AutoTagTracking

/// Finds links whose redirect leads to an address that has a u1 of its own.
struct RedirectHasSubid: PageRule {
  static let rule = AuditRule(
    "redirect-has-subid", "the redirect's address has its own u1", .error,
    why:
      "With the click id handed on, the network would get u1 twice, and which one it takes is not documented "
      + "(\(Sources.signature)).",
    fix: "Remove u1 from the redirect's address.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.isGivenSubid, !link.dropsQuery, let group = link.record.group, isAbout(link) else {
        return nil
      }
      return Hit(
        page.wholeHref(of: link), of: link,
        "\(group.name) would get \(group.subid) twice, since \(link.subject) has it",
        fix: "remove it\(link.atRedirect)", isRepairedByRewrite: link.record.decision == .inlined)
    }
  }

  /// Whether `rewrite` says no other thing about that u1.
  private func isAbout(_ link: WrittenLink) -> Bool {
    switch (link.record.decision, link.subid) {
    case (.kept, .absent), (.kept, .empty): false
    case (.skipped(let code), _): code == .redirectHasSubid
    default: true
    }
  }
}
