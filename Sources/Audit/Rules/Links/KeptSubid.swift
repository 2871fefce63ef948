internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds links whose u1 is something else than the click-id token, be it their own or that of the redirect whose
/// address is to take their place.
struct KeptSubid: PageRule {
  static let rule = AuditRule(
    "kept-subid", "u1 has another value", .error,
    why:
      "u1 carries one value. What stands there takes the place of the click id, without which AnyTrack cannot "
      + "tell which visit a commission came from (\(Sources.anyTrack)).",
    fix: "Remove the value, or let autotag rewrite replace it: existing-subid: replace.", rewriteRepairs: true
  )

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let group = link.record.group else { return nil }
      if case .other(let parameter) = link.subid, let value = parameter.value {
        return Hit(
          link.own.location(of: parameter.whole), of: link,
          "\(group.subid) is \(link.own.text(value)) and not the click id",
          fix: "remove it, or set existing-subid to replace", isRepairedByRewrite: link.isRepaired)
      }
      guard case .kept(let value) = link.record.decision, link.ownSubidIsMissing else { return nil }
      return Hit(
        page.wholeHref(of: link), of: link, "\(link.subject) has the \(group.subid) \(value) already",
        fix: "remove it\(link.atRedirect), or set existing-subid to replace")
    }
  }
}

extension WrittenLink {
  /// Whether the subid parameter that `rewrite` speaks of is the redirect's.
  fileprivate var ownSubidIsMissing: Bool {
    switch subid {
    case .absent, .empty: true
    default: false
    }
  }
}
