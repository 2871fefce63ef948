internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds a `murl` that is not URL-encoded, or only in part.
struct MurlNotEncoded: PageRule {
  static let rule = AuditRule(
    "murl-not-encoded", "murl is not URL-encoded", .warning,
    why:
      "murl must be URL-encoded (\(Sources.deepLinks)). Unencoded, everything from its first & or # on is lost, "
      + "and the link may land elsewhere.",
    fix: "Write : as %3A, / as %2F, ? as %3F, & as %26, = as %3D, # as %23 and % as %25 in murl.")

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard link.murlEncoding == .not, let (address, parameter) = link.murl else { return nil }
      return Hit(
        address.location(of: parameter.whole), of: link, "the murl of \(link.subject) is not URL-encoded",
        fix: "URL-encode it\(link.atRedirect)")
    }
  }
}

extension WrittenLink {
  /// The parameter that says where a deep link or a product link leads on to. `RD_PARM1` of older links is sometimes
  /// encoded twice on purpose and is not asked.
  var murl: (address: LinkText, parameter: QueryParameter)? {
    guard murlEncoding != nil, let affiliate else { return nil }
    return affiliate.parameter("murl").map { (affiliate, $0) }
  }
}
