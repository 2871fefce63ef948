internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds links with more than one u1.
struct RepeatedSubid: PageRule {
  static let rule = AuditRule(
    SubidSkip.repeatedSubid.code, "u1 is there twice", .error,
    why: "Rakuten's guidelines know one u1 for a link (\(Sources.signature)); which of two it takes is not "
      + "documented, so autotag leaves such links alone.",
    fix: "Remove all but one.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.affiliate != nil, link.record.decision == .skipped(code: Self.rule.code),
        let group = link.record.group
      else { return nil }
      guard case .repeated(let parameters) = link.subid else {
        return Hit(
          page.wholeHref(of: link), of: link, "\(link.subject) has \(group.subid) more than once",
          fix: "remove all but one\(link.atRedirect)")
      }
      let isToken = parameters.map { $0.value.map { link.own.text($0) == group.token } ?? false }
      // The one to remove: where the token is there, the other.
      let extra = isToken.contains(true) ? isToken.firstIndex(of: false) ?? 1 : 1
      return Hit(
        link.own.location(of: parameters[extra].whole), of: link,
        "\(group.subid) is there \(parameters.count == 2 ? "twice" : "\(parameters.count) times")",
        fix: isToken.contains(true) ? "keep \(group.subid)=\(group.token) alone" : "remove all but one")
    }
  }
}
