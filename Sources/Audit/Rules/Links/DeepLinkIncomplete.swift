internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds deep links that lack one of their three parameters, or have it empty.
struct DeepLinkIncomplete: PageRule {
  static let rule = AuditRule(
    "deep-link-incomplete", "the deep link lacks id, mid or murl", .error,
    why: "A deep link needs all three, or it lands on an error page (\(Sources.deepLinks)).",
    fix: "Create the link anew in Rakuten's dashboard, or add what is missing.")

  private static let names = ["id", "mid", "murl"]

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      // An ampersand that was escaped twice hides parameters; that is what is to be mended.
      // What the inventory has of the link is there.
      let isComplete = link.address.id != nil && link.address.mid != nil && link.address.destination != nil
      guard link.shape == .deepLink, !isComplete, let address = link.affiliate else { return nil }
      let missing = Self.names.filter { name in
        guard let parameter = address.parameter(name) else {
          return !address.mayHaveMoreParameters(than: link.record.group)
        }
        return parameter.value?.isEmpty ?? true
      }
      guard let first = missing.first, link.escapedTwice == nil else { return nil }
      let empty = missing.count == 1 ? address.parameter(first)?.whole : nil
      let list = missing.count < 3 ? missing.joined(separator: " and ") : "id, mid and murl"
      return Hit(
        address.location(of: empty ?? address.path), of: link,
        "\(link.subject) is a deep link without \(list)", fix: "add \(list)\(link.atRedirect)")
    }
  }
}
