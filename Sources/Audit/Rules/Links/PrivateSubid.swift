internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds e-mail addresses and phone numbers in u1.
struct PrivateSubid: PageRule {
  static let rule = AuditRule(
    "private-subid", "u1 looks like an e-mail address or a phone number", .error,
    why:
      "u1 is handed on to the network and shows up in its reports: it must never be an e-mail address, a phone "
      + "number or other private data (\(Sources.signature)).",
    fix: "Remove it; the click id says which visit it was.", rewriteRepairs: true)

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      switch link.subid {
      case .other(let parameter): return hit(link, parameter)
      case .repeated(let parameters): return parameters.lazy.compactMap { hit(link, $0) }.first
      default: return nil
      }
    }
  }

  private func hit(_ link: WrittenLink, _ parameter: QueryParameter) -> Hit? {
    guard let value = parameter.value, !link.own.hasCode(in: value), let group = link.record.group,
      let kind = PersonalData(SubidValue.fullyDecoded(link.own.text(value)))
    else { return nil }
    return Hit(
      link.own.location(of: parameter.whole), of: link, "\(group.subid) looks like \(kind.rawValue)",
      fix: "remove it", isRepairedByRewrite: link.isRepaired)
  }
}
