internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

extension LinkTagger {
  /// Returns a group for one link: with the link's code in the place of the token, where the group uses codes.
  /// - Parameter destination: gives the address that the link leads to.
  func coded(
    _ group: TrackingGroup, _ link: Link, in page: Span<UInt8>, _ destination: () -> WebURL
  ) -> TrackingGroup {
    guard group.usesCodes else { return group }
    let place = LinkPlace(
      page: file, address: destination(), siteRoot: .siteRoot(rules.baseURL), subid: group.subid)
    let codes = rules.codes ?? LinkCodes(LinkCodeMap())
    let code = codes.code(of: place)
    let group = group.carrying(code: code)
    if codes.isNoting {
      let carried = SubidDecision.of(
        page.extracting(link.hrefRange), for: group, existing: .keep, isXHTML: isXHTML)
      if case .kept(let value) = carried.outcome {
        // A link that keeps another value gets no code.
        if rules.existingSubid == .replace || rules.isOwnSubid(value) { codes.note(place, carried: value) }
      } else {
        codes.note(place, carried: nil)
      }
    }
    return group
  }

  /// The address of a link as a browser reads it; of a page whose own is not known, one at a host that stands for it.
  func address(of link: Link) -> WebURL {
    let siteRoot = WebURL.siteRoot(rules.baseURL)
    let page = WebURL(file, relativeTo: siteRoot) ?? siteRoot
    return WebURL(link.href, relativeTo: base ?? page) ?? page
  }

  /// Decides about a link by what its subid parameter holds: also a code of another link, or one that nobody knows.
  func decision(
    on link: Link, _ group: TrackingGroup, _ existing: ExistingSubidPolicy, in page: Span<UInt8>
  ) -> SubidDecision {
    func decide(_ existing: ExistingSubidPolicy) -> SubidDecision {
      SubidDecision.of(page.extracting(link.hrefRange), for: group, existing: existing, isXHTML: isXHTML)
    }
    let decision = decide(existing)
    guard group.usesCodes else { return decision }
    // Whatever the policy, the code of another link is never right.
    let kept = existing == .keep ? decision : decide(.keep)
    guard case .kept(let value) = kept.outcome else { return decision }
    if let owner = rules.codes?.place(of: value) {
      let replaced = decide(.replace)
      let words = "the links from \(owner.page) to \(owner.destination)"
      return SubidDecision(outcome: replaced.outcome, notes: replaced.notes + [.codeOfOther(words)])
    }
    if rules.isOwnSubid(value) { return decide(.replace) }
    guard existing == .keep, LinkCode.isCode(value) else { return decision }
    return SubidDecision(outcome: decision.outcome, notes: decision.notes + [.unknownCode(value)])
  }
}
