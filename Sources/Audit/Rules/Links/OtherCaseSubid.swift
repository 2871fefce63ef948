internal import AutoTagSite
internal import AutoTagTracking

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
      func isOtherCase(_ parameter: AddressText.Parameter) -> Bool {
        parameter.name != group.subid && parameter.name.lowercased() == subid
      }
      guard let found = (isInlined ? address : link.own).parameters.first(where: isOtherCase) else {
        return nil
      }
      let own = link.own.parameters.first(where: isOtherCase)
      return Hit(
        own.map { link.own.place(of: $0.whole) } ?? page.wholeHref(of: link), of: link,
        Fault.note(.otherCase(found.name), group).problem,
        fix: "remove it\(own == nil ? link.atRedirect : "")")
    }
  }
}

extension SubidNote {
  fileprivate var isOtherCase: Bool {
    if case .otherCase = self { true } else { false }
  }
}
