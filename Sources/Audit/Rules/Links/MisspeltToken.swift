internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds what was meant to be the click-id token; see `NearToken` for what counts.
struct MisspeltToken: PageRule {
  static let rule = AuditRule(
    "misspelt-token", "the click-id token is misspelt", .error,
    why:
      "AnyTrack's tag replaces the text --CLICK-ID-- and nothing else; Rakuten gets the misspelt placeholder in "
      + "place of the click id (\(Sources.anyTrack): “append the u1: &u1=--CLICK-ID--”).",
    fix: "Write --CLICK-ID--, in capitals, with two hyphens on each side.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard case .misspeltToken(let parameter) = link.subid, let value = parameter.value,
        let group = link.record.group
      else { return nil }
      return Hit(
        link.own.location(of: parameter.whole), of: link,
        "\(group.subid) is \(link.own.text(value)), which is nearly the click-id token \(group.token)",
        fix: "write \(group.subid)=\(group.token)", isRepairedByRewrite: link.isRepaired)
    }
  }
}
