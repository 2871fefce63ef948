internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds click-id tokens that are percent-encoded, once or more often.
struct EncodedToken: PageRule {
  static let rule = AuditRule(
    "encoded-token", "the click-id token is percent-encoded", .error,
    why:
      "AnyTrack's tag looks for the text --CLICK-ID-- in the link; encoded, nothing replaces it, and Rakuten "
      + "gets the placeholder in place of the click id.",
    fix: "Write --CLICK-ID-- as it is.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard case .encodedToken(let parameter) = link.subid, let group = link.record.group else { return nil }
      return Hit(
        link.own.location(of: parameter.whole), of: link,
        "the click-id token in \(group.subid) is percent-encoded, so that nothing replaces it",
        fix: "write \(group.subid)=\(group.token)", isRepairedByRewrite: link.isRepaired)
    }
  }
}
