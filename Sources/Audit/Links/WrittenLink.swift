internal import AutoTagHTML
internal import AutoTagRedirects
package import AutoTagSite
package import AutoTagTracking
internal import AutoTagWebURL

/// A link as the rules see it: what `rewrite` does with it, and its address in parts. Made once for all rules, and
/// a class because dozens of them are handed every link.
package final class WrittenLink: Sendable {
  /// Its place among the page's records.
  package let index: Int

  package let record: LinkRecord

  /// The value of `href`.
  package let own: LinkText

  /// What the network is asked for: the link's own address, or the one that redirects lead it to. `nil` where the
  /// link does not get to a network, or counts as nobody's.
  package let affiliate: LinkText?

  /// What the affiliate address says, for the inventory: of the kind `redirect` where redirects lead there.
  package let address: AffiliateAddress

  /// The kind that the affiliate address is by itself.
  let shape: AuditedLink.Kind

  /// The link's own subid parameter; `nil` where it makes no difference what it is.
  let subid: SubidValue?

  // What most rules ask of every link first, kept since the chain itself is much to hand around.

  /// Whether redirects lead the link nowhere.
  let isBroken: Bool

  /// Whether a redirect on the way is known to lose the query string.
  let dropsQuery: Bool

  /// Whether the redirect's own address has the subid parameter already, and the link's would come second.
  let isGivenSubid: Bool

  /// How the destination of a deep link or a product link is encoded; `nil` for any other link.
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
    let address = AffiliateAddress(destination, of: record.group ?? .rakuten, isAtHost: isAtHost)
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

  // MARK: What rewrite does

  /// Whether `rewrite` gives the link the token.
  var isRepaired: Bool { record.decision == .tagged || record.decision == .inlined }

  // MARK: Words

  /// What has a fault that is not the page's own where redirects lead on: “the link”, or the redirect's address
  /// with the place where it is written.
  var subject: String { redirectPlace.map { "the address that \($0) leads to" } ?? "the link" }

  /// Where the fault is to be mended: nothing, or “ at .htaccess:9”.
  var atRedirect: String { redirectPlace.map { " at \($0)" } ?? "" }

  private var redirectPlace: String? {
    record.chain?.hops.last.map { $0.rule.place }
  }
}

extension LinkRecord {
  /// Whether what the link's own subid parameter holds decides about the click id.
  fileprivate var asksSubid: Bool {
    guard getsThere else { return false }
    return switch decision {
    case .tagged, .alreadyTagged, .kept: true
    // What a redirect drops makes no difference.
    case .inlined: !dropsQuery
    case .skipped(let code): code == SubidSkip.repeatedSubid.code
    case .contradiction, .brokenRedirect, .unknownGroup: false
    }
  }

  fileprivate var dropsQuery: Bool {
    if case .drops = chain?.forwarding { true } else { false }
  }

  /// Whether the link leads to its group, as far as the site's files tell, and is one that can be edited.
  fileprivate var getsThere: Bool {
    if let chain, chain.destination == nil { return false }
    switch decision {
    case .tagged, .inlined, .alreadyTagged, .kept: return true
    case .skipped(let code): return !UneditableLinks.codes.contains(code)
    case .contradiction, .brokenRedirect, .unknownGroup: return false
    }
  }
}
