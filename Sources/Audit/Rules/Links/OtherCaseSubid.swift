internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds `U1`.
struct OtherCaseSubid: PageRule {
  static let rule = AuditRule(
    "other-case-subid", "u1 in other letter case", .warning,
    why: "The parameter is a small u and the digit 1; Rakuten does not track U1 (\(Sources.signature)).",
    fix: "Remove it.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let address = link.affiliate, let group = link.record.group else { return nil }
      let isInlined = link.record.decision == .inlined
      // `rewrite` notes it; where it does not, the parameter makes no difference. What takes a link's place has it by
      // its redirect or by the query that was handed on.
      guard isInlined || link.record.notes.contains(where: \.isOtherCase) else { return nil }
      let subid = group.subid.lowercased()
      func otherCase(in text: LinkText) -> QueryParameter? {
        text.parameters.first {
          let name = text.name(of: $0)
          return name != group.subid && name.lowercased() == subid
        }
      }
      let text = isInlined ? address : link.own
      guard let found = otherCase(in: text) else { return nil }
      let own = otherCase(in: link.own)
      return Hit(
        own.map { link.own.location(of: $0.whole) } ?? page.wholeHref(of: link), of: link,
        "\(text.name(of: found)) is not \(group.subid), and the network ignores it",
        fix: "remove it\(own == nil ? link.atRedirect : "")")
    }
  }
}

extension SubidNote {
  fileprivate var isOtherCase: Bool {
    if case .otherCase = self { true } else { false }
  }
}
