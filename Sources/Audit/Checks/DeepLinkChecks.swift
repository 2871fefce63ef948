internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Checks of an affiliate address's parameters besides u1, by which the network knows publisher, shop and destination.
enum DeepLinkChecks {
  static let all = [
    incomplete, publisherID, murlNotEncoded, murlEncodedTwice, destinationNotEncoded, doubleEscapedAmpersand,
  ]

  /// Deep links that lack one of their three parameters, or have it empty.
  private static let incomplete = AuditCheck(
    "deep-link-incomplete", "the deep link lacks id, mid or murl", .error,
    why: "A deep link needs all three, or it lands on an error page (\(Guidelines.deepLinks)).",
    fix: "Create the link anew in Rakuten's dashboard, or add what is missing."
  ) { link, _ in
    // What the inventory has of the link is there.
    let isComplete = link.address.id != nil && link.address.mid != nil && link.address.destination != nil
    guard link.shape == .deepLink, !isComplete, let address = link.affiliate else { return nil }
    let missing = ["id", "mid", "murl"].filter { name in
      guard let parameter = address.parameter(name) else {
        return !address.mayHaveMoreParameters(than: link.record.group)
      }
      return parameter.value?.isEmpty ?? true
    }
    // An ampersand that was escaped twice hides parameters; that is what is to be mended.
    guard let first = missing.first, link.escapedTwice == nil else { return nil }
    let empty = missing.count == 1 ? address.parameter(first)?.whole : nil
    let list = missing.count < 3 ? missing.joined(separator: " and ") : "id, mid and murl"
    return Violation(
      address.location(of: empty ?? address.path), of: link,
      "\(link.subject) is a deep link without \(list)", fix: "add \(list)\(link.atRedirect)")
  }

  /// An `id` that is no publisher's code.
  private static let publisherID = AuditCheck(
    "publisher-id", "id is not 11 characters", .error,
    why:
      "id says who gets the commission: the publisher's code of 11 characters (Rakuten's publisher help, “Link "
      + "Code”). With any other nobody does.",
    fix: "Copy the id from a link that Rakuten's dashboard makes."
  ) { link, _ in
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
      return Violation(
        address.location(of: address.parameter("id")?.whole ?? address.path), of: link,
        "\(link.subject) has no id", fix: "add the publisher's id\(link.atRedirect)")
    }
    // Nobody knows what template code writes.
    guard !address.hasCode(in: value) else { return nil }
    let count = address.decodedText(value).unicodeScalars.count
    guard count != 11 else { return nil }
    return Violation(
      address.location(of: parameter.whole), of: link,
      "\(link.subject) has an id of \(count) character\(count == 1 ? "" : "s"), and a publisher's has 11",
      fix: "correct the id\(link.atRedirect)")
  }

  /// A `murl` that is not URL-encoded, or only in part.
  private static let murlNotEncoded = AuditCheck(
    "murl-not-encoded", "murl is not URL-encoded", .warning,
    why:
      "murl must be URL-encoded (\(Guidelines.deepLinks)). Unencoded, everything from its first & or # on is lost, "
      + "and the link may land elsewhere.",
    fix: "Write : as %3A, / as %2F, ? as %3F, & as %26, = as %3D, # as %23 and % as %25 in murl."
  ) { link, _ in
    guard link.murlEncoding == .not, let (address, parameter) = link.murl else { return nil }
    return Violation(
      address.location(of: parameter.whole), of: link, "the murl of \(link.subject) is not URL-encoded",
      fix: "URL-encode it\(link.atRedirect)")
  }

  private static let murlEncodedTwice = AuditCheck(
    "murl-encoded-twice", "murl is URL-encoded twice", .warning,
    why: "murl is decoded once (\(Guidelines.deepLinks)); encoded twice, what comes out is no address.",
    fix: "Encode the shop's address once: %3A and not %253A."
  ) { link, _ in
    guard link.murlEncoding == .twice, let (address, parameter) = link.murl else { return nil }
    return Violation(
      address.location(of: parameter.whole), of: link, "the murl of \(link.subject) is URL-encoded twice",
      fix: "encode it once\(link.atRedirect)")
  }

  /// An `RD_PARM1` that is not URL-encoded. One that is encoded twice is right.
  private static let destinationNotEncoded = AuditCheck(
    "rd-parm1-not-encoded", "RD_PARM1 is not URL-encoded", .warning,
    why:
      "RD_PARM1 of older links says where they lead on, as murl does. Unencoded, everything from its first & or # on is "
      + "lost, and the link may land elsewhere (\(Guidelines.deepLinks), of murl).",
    fix: "Write : as %3A, / as %2F, ? as %3F, & as %26, = as %3D, # as %23 and % as %25 in RD_PARM1."
  ) { link, _ in
    guard link.shape == .click || link.shape == .productLink, let address = link.affiliate,
      let parameter = address.parameter("RD_PARM1"), let value = parameter.value
    else { return nil }
    let written = address.text(value)
    guard written.contains("://") || written.contains("?") else { return nil }
    return Violation(
      address.location(of: parameter.whole), of: link, "the RD_PARM1 of \(link.subject) is not URL-encoded",
      fix: "URL-encode it\(link.atRedirect)")
  }

  /// `&amp;amp;`.
  private static let doubleEscapedAmpersand = AuditCheck(
    "double-escaped-ampersand", "an ampersand is escaped twice", .error,
    why:
      "A browser reads &amp;amp; as &amp;, so that the network gets a parameter named amp;mid, or the rest of the "
      + "query is cut off (HTML standard, section 13.2.5.72).",
    fix: "Write & or &amp; in a page, and & in a redirect file."
  ) { link, _ in
    guard let (range, isOwn) = link.escapedTwice else { return nil }
    return Violation(
      range, of: link,
      "\(isOwn ? "the link" : link.subject) has an ampersand that is escaped once too often",
      fix: isOwn ? "write &amp;" : "write &\(link.atRedirect)")
  }
}

extension WrittenLink {
  /// The parameter that says where a deep link or a product link leads on to. `RD_PARM1` of older links is sometimes
  /// encoded twice on purpose and is not asked.
  fileprivate var murl: (address: LinkText, parameter: QueryParameter)? {
    guard murlEncoding != nil, let affiliate else { return nil }
    return affiliate.parameter("murl").map { (affiliate, $0) }
  }

  /// The page's bytes that show an ampersand escaped twice: in the link's own address as far as `rewrite` leaves that
  /// (of one that it replaces only the fragment), or in the one that redirects lead to. It hides parameters, so that
  /// other checks need not miss them.
  fileprivate var escapedTwice: (range: Range<Int>, isOwn: Bool)? {
    guard let affiliate else { return nil }
    if let range = own.escapedTwice,
      record.decision != .inlined || range.upperBound > own.fragment.lowerBound
    {
      return (own.location(of: range), true)
    }
    return affiliate.escapedTwice.map { (affiliate.location(of: $0), false) }
  }
}
