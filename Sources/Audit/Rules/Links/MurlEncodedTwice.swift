internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds a `murl` that is URL-encoded twice.
struct MurlEncodedTwice: PageRule {
  static let rule = AuditRule(
    "murl-encoded-twice", "murl is URL-encoded twice", .warning,
    why: "murl is decoded once (\(Sources.deepLinks)); encoded twice, what comes out is no address.",
    fix: "Encode the shop's address once: %3A and not %253A.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.murlEncoding == .twice, let (address, parameter) = link.murl else { return nil }
      return Hit(
        address.location(of: parameter.whole), of: link, "the murl of \(link.subject) is URL-encoded twice",
        fix: "encode it once\(link.atRedirect)")
    }
  }
}
