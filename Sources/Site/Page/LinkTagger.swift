internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagRedirects
package import AutoTagTracking
internal import AutoTagWebURL

/// Decides about the links of one page, one after the other, and keeps what comes of it.
struct LinkTagger {
  var outcome = PageOutcome()
  let rules: TaggingOptions
  let file: String
  var isXHTML: Bool
  /// False where no attribute may be added to a link.
  var annotates = true
  private let wanted: PageOutcome.Wanted
  /// The address that the page's links are relative to; `nil` where redirects are not looked behind, and where `lookups`
  /// knows it.
  let base: WebURL?
  /// The base that the page names.
  let baseHref: String?
  /// The redirects of links as they are written; `nil` where the page's base decides.
  private let lookups: LinkLookups?
  let addresses: AddressSearch
  private var counter = LineColumnCounter()

  init(
    rules: TaggingOptions, file: String, isXHTML: Bool, baseHref: String?, wanted: PageOutcome.Wanted,
    lookups: LinkLookups?, addresses: AddressSearch
  ) {
    self.rules = rules
    self.addresses = addresses
    self.lookups = lookups
    self.baseHref = baseHref
    self.wanted = wanted
    self.file = file
    self.isXHTML = isXHTML
    base =
      lookups != nil
      ? nil
      : rules.redirects.map { Self.base(of: file, baseHref, $0) }
  }

  /// Returns the address that the links of a page are relative to.
  static func base(of file: String, _ baseHref: String?, _ scan: RedirectScan) -> WebURL {
    let page = scan.address(ofPage: file)
    return baseHref.flatMap { WebURL($0, relativeTo: page) } ?? page
  }

  /// - Parameter page: the same bytes at every call, the links in their order.
  mutating func handle(_ link: Link, as classification: LinkClassification, in page: Span<UInt8>) {
    if rules.task == .untag {
      untag(link, as: classification, in: page)
      return
    }
    switch classification {
    case .unrelated:
      // A link that its author gave to another network stays with it.
      guard (link.trackingGroup ?? "").allSatisfy(\.isWhitespace) else {
        handleMisspelt(link, in: page)
        return
      }
      guard let lookup = lookup(link, in: page) else {
        reportIfMalformed(link, in: page)
        return
      }
      switch lookup {
      case .affiliate(let found): handleRedirect(link, found, by: nil, in: page)
      case .broken(let chain, let group): handleBroken(link, chain, meant: group, in: page)
      }
    case .contradiction(let group, let named):
      keep(LinkRecord(link, group: group, decision: .contradiction(named: named)))
      report(.groupContradictsHost(group, named: named), link, in: page)
    case .uneditable(let group, let evidence, let reason):
      let decision = skip(link, group, reason.fault, in: page)
      keep(LinkRecord(link, group: group, evidence: evidence, decision: decision))
    case .affiliate(let group, let evidence):
      var lookup: RedirectLookup?
      if case .host = evidence {} else { lookup = markedLookup(link, in: page) }
      if case .affiliate(let found) = lookup, found.group.name == group.name {
        handleRedirect(link, found, by: evidence, in: page)
      } else {
        let group = coded(group, link, in: page) { address(of: link) }
        let decision = tag(link, group, rules.existingSubid, in: page)
        var broken: RedirectChain?
        if case .broken(let chain, _) = lookup {
          broken = chain
          if let fault = chain.fault { report(fault, link, in: page) }
        }
        var advice: String?
        if lookup == nil, evidence != .host, let chain = lossyWay(of: link, to: group) {
          broken = chain
          advice = reportLoss(of: link, chain, in: page)
        }
        keep(
          LinkRecord(
            link, group: group, evidence: evidence, chain: broken, decision: .init(decision.outcome),
            notes: decision.notes, advice: advice))
      }
    }
  }

  /// The group that a link belongs to, by itself or as a redirect.
  func group(
    of link: Link, as classification: LinkClassification, in page: Span<UInt8>
  ) -> TrackingGroup? {
    switch classification {
    case .affiliate(let group, _), .uneditable(let group, _, _), .contradiction(let group, _): return group
    case .unrelated:
      guard (link.trackingGroup ?? "").allSatisfy(\.isWhitespace),
        case .affiliate(let found) = lookup(link, in: page)
      else { return nil }
      return found.group
    }
  }

  // MARK: Redirects

  func lookup(_ link: Link, in page: Span<UInt8>) -> RedirectLookup? {
    if let lookups { return lookups.lookup(page.extracting(link.hrefRange)) }
    // Empty or a fragment alone: the link stays on the page, whatever redirects there.
    guard let first = link.href.utf8.first(where: { $0 > 0x20 }), first != UInt8(ascii: "#"),
      let scan = rules.redirects, let base
    else { return nil }
    return scan.lookup(link.href, relativeTo: base)
  }

  /// - Parameter evidence: the sign by which the link's author gave it to the group; `nil` where only the redirect leads
  ///   there.
  private mutating func handleRedirect(
    _ link: Link, _ found: RedirectedLink, by evidence: LinkEvidence?, in page: Span<UInt8>
  ) {
    let found = RedirectedLink(
      group: coded(found.group, link, in: page) { found.chain.wholeDestination ?? address(of: link) },
      chain: found.chain)
    // Whoever wrote no parameter meant another way, which a click follows now.
    if found.chain.needsParameter, evidence == nil, !hasSubid(link, found.group, in: page) {
      let decision = skip(
        link, found.group, .redirectNeedsSubid(found.group, at: found.chain.firstMention), in: page)
      keep(LinkRecord(link, group: found.group, chain: found.chain, decision: decision))
      return
    }
    if found.chain.isDoubleRedirect {
      report(
        .doubleRedirect(
          to: found.group, hops: found.chain.hops.count,
          last: found.chain.hops.last?.from.description ?? "the last one"),
        link, in: page)
    }
    let isMarked = evidence != nil
    var mode = rules.redirects?.mode ?? .off
    // The rules that could be mended are.
    if mode == .mend { mode = .auto }
    var existing = rules.existingSubid
    // Nobody can tell what the affiliate link would be with what the code writes.
    if mode == .inline || mode == .auto, !templateCode(of: link, in: page).isEmpty {
      // A link without its code would be replaced the next time.
      if mode == .inline { existing = .keep }
      mode = .tag
    }
    // Without the parameter it would be another link: it is neither replaced now nor once it is tagged. Of another address
    // nobody knows all.
    if found.chain.needsParameter || found.chain.isPartial { mode = .tag }
    let elsewhere = mode == .auto && !isMarked ? found.chain.dependenceOfAdvertiser : nil
    let decision: LinkDecision
    var notes: [SubidNote] = []
    switch (mode, found.chain.forwarding) {
    case (.off, _), (.mend, _): return
    case (.inline, _), (.auto, .drops):
      if let fault = found.chain.dependenceOnVisitor {
        decision = skip(link, found.group, fault, in: page)
      } else {
        decision = inline(link, found, in: page)
      }
    case (.tag, .drops(let hop)):
      let loss = Fault.redirectDropsQuery(
        at: hop.rule.mention, because: hop.reason, fix: rules.redirects?.advice(for: found) ?? "")
      if isMarked {
        decision = tagRedirect(link, found, existing, in: page, &notes)
        report(loss, link, in: page)
      } else {
        decision = skip(link, found.group, loss, in: page)
      }
    case (.tag, _) where found.chain.addsParameter(found.group.subid),
      (.auto, _) where found.chain.addsParameter(found.group.subid):
      let loss = Fault.redirectHasSubid(
        found.group, at: found.chain.lastMention)
      if isMarked {
        decision = tagRedirect(link, found, existing, in: page, &notes)
        report(loss, link, in: page)
      } else {
        decision = skip(link, found.group, loss, in: page)
      }
    case (.auto, _) where elsewhere != nil:
      guard let elsewhere else { return }
      decision = skip(link, found.group, elsewhere, in: page)
    case (.tag, .forwards), (.auto, .forwards):
      decision = tagRedirect(link, found, existing, in: page, &notes)
    case (.tag, .unknown(let hop)), (.auto, .unknown(let hop)):
      decision = tagRedirect(link, found, existing, in: page, &notes)
      report(
        .redirectQueryUnknown(
          at: hop.rule.mention, because: hop.reason, canInline: found.chain.hasOneAddress),
        link, in: page)
    }
    let advice = wanted == .decisions ? advice(for: found) : nil
    keep(
      LinkRecord(
        link, group: found.group, evidence: evidence, chain: found.chain, decision: decision, notes: notes,
        advice: advice))
  }

  /// Returns true if the link has the group's parameter, with any value.
  private func hasSubid(_ link: Link, _ group: TrackingGroup, in page: Span<UInt8>) -> Bool {
    LinkText(page.extracting(link.hrefRange)).parameter(group.subid) != nil
  }

  /// The advice about a link whose query is lost; `nil` for others.
  private func advice(for found: RedirectedLink) -> String? {
    if case .drops = found.chain.forwarding { rules.redirects?.advice(for: found) } else { nil }
  }

  private mutating func tagRedirect(
    _ link: Link, _ found: RedirectedLink, _ existing: ExistingSubidPolicy, in page: Span<UInt8>,
    _ notes: inout [SubidNote]
  ) -> LinkDecision {
    let tagged = tag(link, found.group, existing, in: page)
    let decision = LinkDecision(tagged.outcome)
    notes = tagged.notes
    guard decision.hasToken, annotates, rules.redirects?.annotates == true, link.trackingGroup == nil,
      link.rel == nil || !isNamed(link, found),
      // What ends the value then is a quote in the code.
      !templateCode(of: link, in: page).isCut
    else { return decision }
    let (end, text) = annotation(of: link, found.group, in: page)
    outcome.edits.append(Edit(range: end..<end, replacement: text))
    return decision
  }

  /// The attribute that names a link's group, with the space in front of it, and the offset behind the value of `href`.
  func annotation(
    of link: Link, _ group: TrackingGroup, in page: Span<UInt8>
  ) -> (offset: Int, text: [UInt8]) {
    let name = group.name.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    let quote = page[link.hrefRange.lowerBound - 1]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    return (
      link.hrefRange.upperBound + (isQuoted ? 1 : 0), Array(" data-tracking-group=\"\(name)\"".utf8)
    )
  }

  /// The template code in the value of `href`.
  private func templateCode(of link: Link, in page: Span<UInt8>) -> TemplateCode {
    LinkText(page.extracting(link.hrefRange)).code
  }

  /// Returns true if `rel` names the group, which counts for AnyTrack as the attribute does.
  private func isNamed(_ link: Link, _ found: RedirectedLink) -> Bool {
    (link.rel ?? "").split(whereSeparator: \.isWhitespace).contains {
      $0.lowercased() == found.group.name.lowercased()
    }
  }

  private mutating func inline(
    _ link: Link, _ found: RedirectedLink, in page: Span<UInt8>
  ) -> LinkDecision {
    func make(_ existing: ExistingSubidPolicy) -> (edit: Edit?, outcome: SubidDecision.Outcome) {
      InlineEdit.make(
        destination: found.chain.destinationText ?? "", fragment: found.chain.fragment,
        at: link.hrefRange, in: page, group: found.group, existing: existing)
    }
    var (edit, made) = make(rules.existingSubid)
    if case .kept(let value) = made, found.group.usesCodes, rules.isOwnSubid(value) {
      (edit, made) = make(.replace)
    }
    if let edit {
      outcome.edits.append(edit)
      count(found.group) { $0.tagged += 1 }
      return .inlined
    }
    if case .skipped(let reason) = made { return skip(link, found.group, reason.fault, in: page) }
    if case .kept(let value) = made {
      count(found.group) { $0.keptSubid += 1 }
      report(.redirectsKeptSubid(found.group, value, at: found.chain.lastMention), link, in: page)
    }
    return LinkDecision(made)
  }

  // MARK: Affiliate links

  private mutating func tag(
    _ link: Link, _ group: TrackingGroup, _ existing: ExistingSubidPolicy, in page: Span<UInt8>
  ) -> SubidDecision {
    let decision = decision(on: link, group, existing, in: page)
    switch decision.outcome {
    case .edit(let edit):
      count(group) { $0.tagged += 1 }
      append(edit, of: link)
    case .alreadyTagged:
      count(group) { $0.alreadyTagged += 1 }
    case .kept(let value):
      count(group) { $0.keptSubid += 1 }
      if !decision.notes.contains(.unknownCode(value)) {
        report(.keptSubid(group, value), link, of: group, in: page)
      }
    case .skipped(let reason):
      _ = skip(link, group, reason.fault, in: page)
    }
    for note in decision.notes { report(.note(note, group), link, of: group, in: page) }
    return decision
  }

  mutating func append(_ edit: SubidEdit, of link: Link) {
    let start = link.hrefRange.lowerBound
    outcome.edits.append(
      Edit(
        range: start + edit.range.lowerBound..<start + edit.range.upperBound,
        replacement: edit.replacement))
  }

  /// Leaves a link alone.
  mutating func skip(
    _ link: Link, _ group: TrackingGroup, _ fault: Fault, in page: Span<UInt8>
  ) -> LinkDecision {
    count(group) { $0.skippedByReason[fault.code, default: 0] += 1 }
    report(fault, link, of: group, in: page)
    return .skipped(fault.code)
  }

  mutating func keep(_ record: @autoclosure () -> LinkRecord) {
    if wanted == .decisions { outcome.records.append(record()) }
  }

  mutating func count(_ group: TrackingGroup, _ body: (inout LinkCounts) -> Void) {
    // One look into the dictionary for each link.
    func add(to counts: inout LinkCounts) {
      counts.affiliate += 1
      body(&counts)
    }
    add(to: &outcome.links[group.name, default: LinkCounts()])
  }

  /// Returns the offset of the `href` of an empty value: there is nothing of the value to point at.
  private static func attribute(withValueAt value: Int, in page: Span<UInt8>) -> Int {
    var name = value
    while name > 0, ASCII.isWhitespace(page[name - 1]) || [0x22, 0x27, 0x3D].contains(page[name - 1]) {
      name -= 1
    }
    return max(0, name - 4)
  }

  /// - Parameter group: the group whose subid parameter may be at fault.
  mutating func report(
    _ fault: Fault, _ link: Link, of group: TrackingGroup? = nil, in page: Span<UInt8>
  ) {
    let text = LinkText(page.extracting(link.hrefRange), at: link.hrefRange.lowerBound)
    let parameter = group.flatMap { text.parameter(of: fault.code, group: $0) }
    let range = parameter.map { text.location(of: $0.whole) } ?? text.location
    let start =
      range.isEmpty ? Self.attribute(withValueAt: link.hrefRange.lowerBound, in: page) : range.lowerBound
    // Another problem of the link may be in front of this parameter.
    counter.advance(to: min(start, link.hrefRange.lowerBound), in: page)
    var place = counter
    place.advance(to: start, in: page)
    outcome.problems.append(Problem(fault, file: file, line: place.line, column: place.column))
  }
}

extension RedirectChain {
  /// File and line of the first redirect.
  fileprivate var firstMention: String { hops.first?.rule.mention ?? "the redirect" }

  /// File and line of the last one.
  fileprivate var lastMention: String { hops.last?.rule.mention ?? "the redirect" }

  /// The fault of a link that has no one address to be replaced by, as other visitors are led to another; `nil` where it
  /// has one.
  package var dependenceOnVisitor: Fault? {
    let others = otherAddresses
    let other = others.first { $0.chain.destination != nil } ?? others.first
    return (other?.difference ?? (hasMoreWays ? "more ways depend on the visitor than are followed" : nil))
      .map { .redirectDependsOnVisitor(at: hops.first?.rule.mention ?? "the redirect", $0, canTag: handsOn) }
  }

  /// False if the query is lost on the way.
  private var handsOn: Bool { if case .drops = forwarding { false } else { true } }

  /// The fault of a link whose visitors are led to different advertisers or hosts; `nil` where all that arrive outside
  /// of the site are led to one.
  fileprivate var dependenceOfAdvertiser: Fault? {
    alternatives.first { $0.chain.destination.map { !isOfSameAdvertiser($0) } ?? false }.map {
      .redirectDependsOnVisitor(
        at: hops.first?.rule.mention ?? "the redirect", $0.difference, canTag: handsOn)
    }
  }

  /// Returns true if another destination differs from this chain's in no more than the page of the shop.
  private func isOfSameAdvertiser(_ other: WebURL) -> Bool {
    func advertiser(_ url: WebURL) -> [Substring] {
      (url.query ?? "").split(separator: "&").filter { parameter in
        ["id=", "mid=", "offerid="].contains { parameter.hasPrefix($0) }
      }.sorted()
    }
    guard let destination else { return true }
    return destination.hostName == other.hostName && advertiser(destination) == advertiser(other)
  }

  /// The fragment with which a browser follows the last redirect: that of the last address that has one.
  fileprivate var fragment: String? { hops.last { $0.from.fragment != nil }?.from.fragment }
}
