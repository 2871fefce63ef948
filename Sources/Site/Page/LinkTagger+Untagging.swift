internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

extension LinkTagger {
  /// Takes the token out of a link that `rewrite` tags.
  mutating func untag(
    _ link: Link, as classification: LinkClassification, in page: Span<UInt8>
  ) {
    let group: TrackingGroup
    var chain: RedirectChain?
    switch classification {
    case .affiliate(let named, let evidence):
      group = named
      if case .host = evidence { break }
      if group.usesCodes, case .affiliate(let found) = lookup(link, in: page) { chain = found.chain }
    case .unrelated where (link.trackingGroup ?? "").allSatisfy(\.isWhitespace):
      guard case .affiliate(let found) = lookup(link, in: page) else { return }
      (group, chain) = (found.group, found.chain)
    case .unrelated, .contradiction, .uneditable: return
    }
    let coded = coded(group, link, in: page) { chain?.wholeDestination ?? address(of: link) }
    let isCode: (String) -> Bool = { [rules] in group.usesCodes && rules.isOwnSubid($0) }
    switch SubidRemoval.of(page.extracting(link.hrefRange), for: coded, isCode: isCode) {
    case .edit(let edit):
      count(group) { $0.untagged += 1 }
      append(edit, of: link)
      removeAnnotation(of: link, group, in: page)
    case .absent: count(group) { $0.withoutToken += 1 }
    case .skipped(let reason): _ = skip(link, group, reason.fault, in: page)
    }
  }

  /// Removes the attribute that was written behind the value of a redirect's link.
  private mutating func removeAnnotation(of link: Link, _ group: TrackingGroup, in page: Span<UInt8>) {
    guard rules.redirects?.annotates == true, link.trackingGroup != nil,
      case .affiliate(let found) = lookup(link, in: page), found.isTaggedUnmarked
    else { return }
    let (start, text) = annotation(of: link, group, in: page)
    guard start + text.count <= link.tagRange.upperBound,
      text.indices.allSatisfy({ page[start + $0] == text[$0] })
    else { return }
    outcome.edits.append(Edit(range: start..<start + text.count, replacement: []))
  }
}

extension RedirectedLink {
  /// True for a link that is tagged without its author's mark; the mark of any other is the author's.
  fileprivate var isTaggedUnmarked: Bool {
    if case .drops = chain.forwarding { false } else { !chain.addsParameter(group.subid) }
  }
}
