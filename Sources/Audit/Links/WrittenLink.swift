internal import AutoTagHTML
internal import AutoTagRedirects
package import AutoTagSite
package import AutoTagTracking
internal import AutoTagWebURL

/// A link as the checks see it: the decision of `rewrite`, and its address in parts. Made once for all checks, and
/// a class because dozens of them are handed every link.
package final class WrittenLink: Sendable {
  /// Its index in the page's records.
  package let index: Int

  package let record: LinkRecord

  /// The value of `href`.
  package let own: LinkText

  /// The address that the network is asked for: the link's own address, or the one that redirects lead it to. `nil` where the
  /// link does not get to a network, or counts as nobody's.
  package let affiliate: LinkText?

  /// The contents of the affiliate address, for the inventory: of the kind `redirect` where redirects lead there.
  package let address: AffiliateAddress

  /// The kind that the affiliate address is by itself.
  let shape: AuditedLink.Kind

  /// The link's own subid parameter; `nil` where it makes no difference what it is.
  let subid: SubidValue?

  // What most checks ask of every link first, kept since the chain itself is much to hand around.

  /// True if redirects lead the link nowhere.
  let isBroken: Bool

  /// True if a redirect on the way is known to lose the query string.
  let dropsQuery: Bool

  /// True if the redirect's own address has the subid parameter already, and the link's would come second.
  let isGivenSubid: Bool

  /// The encoding of the destination of a deep link or a product link; `nil` for any other link.
  let murlEncoding: EncodedAddress?

  init(_ record: LinkRecord, at index: Int, in page: [UInt8]) {
    self.index = index
    self.record = record
    let own = LinkText(page.span.extracting(record.link.hrefRange), at: record.link.hrefRange.lowerBound)
    self.own = own
    let destination = record.chain?.destinationText.map { LinkText($0, shownAs: own.location) } ?? own
    let isAtHost =
      switch record.decision {
      case .contradiction: true
      default: record.evidence == .host || record.chain?.destination != nil
      }
    // What a script adds to an address is not known, nor what is not there.
    let address =
      record.chain?.isPartial == true
      ? AffiliateAddress.unknown
      : AffiliateAddress(destination, of: record.group ?? .rakuten, isAtHost: isAtHost)
    shape = address.kind
    self.address = record.chain == nil ? address : address.behindRedirects
    let getsThere = record.getsThere
    affiliate = getsThere ? destination : nil
    if let chain = record.chain {
      isBroken = chain.destination == nil
      dropsQuery = getsThere && record.dropsQuery
      isGivenSubid = getsThere && (record.group.map { chain.addsParameter($0.subid) } ?? false)
    } else {
      (isBroken, dropsQuery, isGivenSubid) = (false, false, false)
    }
    murlEncoding =
      getsThere && (address.kind == .deepLink || address.kind == .productLink)
      ? destination.parameter("murl")?.value.map { EncodedAddress(destination.plain[$0]) } : nil
    subid = record.group.flatMap { group in
      guard record.asksSubid else { return nil }
      let value = SubidValue(of: own, for: group)
      // Where it is the redirect's address that has it more than once, the link's own makes no difference.
      if case .skipped = record.decision, !value.isRepeated { return nil }
      return value
    }
  }

  // MARK: Rewriting

  /// True if `rewrite` gives the link the token.
  var isRepaired: Bool { record.decision == .tagged || record.decision == .inlined }

  /// Returns true if `rewrite` leaves the link alone for this reason.
  func isSkipped(for code: ProblemCode) -> Bool {
    if case .skipped(let reason) = record.decision { reason == code } else { false }
  }

  /// The subid that the redirect's own address has and `rewrite` keeps, so that the link is not replaced by the address;
  /// `nil` where what it keeps is the link's own.
  var redirectsKeptSubid: String? {
    guard case .kept(let value) = record.decision, record.chain?.destination != nil else { return nil }
    switch subid {
    case .absent, .empty, .token, .repeated: return value
    default: return nil
    }
  }

  // MARK: Words

  /// The bearer of a fault in messages: “the link”, or the address that its redirects lead to, with file and line.
  var subject: String { redirectLocation.map { "the address that \($0) leads to" } ?? "the link" }

  /// The file and line at which the fault is to be mended, as in “ at .htaccess:9”; empty for the page itself.
  var atRedirect: String { redirectLocation.map { " at \($0)" } ?? "" }

  private var redirectLocation: String? {
    record.chain?.hops.last.map { $0.rule.mention }
  }
}

extension LinkRecord {
  /// The reasons for which `rewrite` never edits a link that its author marked. Each has a check of its own.
  private static let uneditable: Set<ProblemCode> = [.emptyLink, .fragmentLink, .notAWebLink, .invalidURL]

  /// True if what the link's own subid parameter holds decides about the click id.
  fileprivate var asksSubid: Bool {
    guard getsThere else { return false }
    return switch decision {
    case .tagged, .alreadyTagged, .kept: true
    // What a redirect drops makes no difference.
    case .inlined: !dropsQuery
    case .skipped(let code): code == .repeatedSubid
    case .contradiction, .brokenRedirect, .unknownGroup: false
    }
  }

  fileprivate var dropsQuery: Bool {
    if case .drops = chain?.forwarding { true } else { false }
  }

  /// True if the link leads to its group, as far as the site's files tell, and is one that can be edited.
  fileprivate var getsThere: Bool {
    if let chain, chain.destination == nil { return false }
    switch decision {
    case .tagged, .inlined, .alreadyTagged, .kept: return true
    case .skipped(let code): return !Self.uneditable.contains(code)
    case .contradiction, .brokenRedirect, .unknownGroup: return false
    }
  }
}
