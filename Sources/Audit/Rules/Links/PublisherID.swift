internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds an `id` that is no publisher's code.
struct PublisherID: PageRule {
  static let rule = AuditRule(
    "publisher-id", "id is not 11 characters", .error,
    why:
      "id says who gets the commission: the publisher's code of 11 characters (Rakuten's publisher help, “Link "
      + "Code”). With any other nobody does.",
    fix: "Copy the id from a link that Rakuten's dashboard makes.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      // The inventory has the id decoded.
      guard link.shape != .other, link.address.id?.unicodeScalars.count != 11, let address = link.affiliate
      else { return nil }
      guard let parameter = address.parameter("id"), let value = parameter.value, !value.isEmpty else {
        // A deep link without it is incomplete, which is told already.
        guard link.shape != .deepLink, link.escapedTwice == nil,
          !address.mayHaveMoreParameters(than: link.record.group)
        else {
          return nil
        }
        return Hit(
          address.location(of: address.parameter("id")?.whole ?? address.path), of: link,
          "\(link.subject) has no id", fix: "add the publisher's id\(link.atRedirect)")
      }
      // Nobody knows what template code writes.
      guard !address.hasCode(in: value) else { return nil }
      let count = address.decodedText(value).unicodeScalars.count
      guard count != 11 else { return nil }
      return Hit(
        address.location(of: parameter.whole), of: link,
        "\(link.subject) has an id of \(count) character\(count == 1 ? "" : "s"), and a publisher's has 11",
        fix: "correct the id\(link.atRedirect)")
    }
  }
}
