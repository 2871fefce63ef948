internal import AutoTagHTML
package import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

/// Decides about the links of one page, one after the other, and keeps what is done about each.
struct LinkTagger {
  private(set) var outcome = PageRewriter.Outcome()
  private let rules: TaggingOptions
  private let file: String
  private let isXHTML: Bool
  /// What the page's links are relative to; `nil` where redirects are not looked behind.
  private let base: WebURL?
  private var place = LineColumnCounter()
  /// Whether `outcome.records` is wanted.
  private let keepsRecords: Bool
  /// What redirects have to do with links as they are written; `nil` where the page's base decides.
  private let lookups: LinkLookups?

  init(
    rules: TaggingOptions, file: String, isXHTML: Bool, baseHref: String?, keepsRecords: Bool = false,
    lookups: LinkLookups? = nil
  ) {
    self.rules = rules
    self.lookups = lookups
    self.keepsRecords = keepsRecords
    self.file = file
    self.isXHTML = isXHTML
    base =
      lookups != nil
      ? nil
      : rules.redirects.map { scan in
        let page = scan.address(ofPage: file)
        return baseHref.flatMap { WebURL($0, relativeTo: page) } ?? page
      }
  }

  /// - Parameter page: the same bytes at every call, the links in their order.
  mutating func handle(_ link: Link, as classification: LinkClassification, in page: Span<UInt8>) {
    switch classification {
    case .unrelated:
      // A link that its author gave to another network stays with it.
      guard (link.trackingGroup ?? "").allSatisfy(\.isWhitespace) else {
        keepIfMisspelt(link)
        return
      }
      guard let lookup = lookup(link, in: page) else { return }
      switch lookup {
      case .affiliate(let found): handleRedirect(link, found, by: nil, in: page)
      case .broken(let chain): keep(LinkRecord(link, group: nil, chain: chain, decision: .brokenRedirect))
      }
    case .contradiction(let group, let named):
      keep(LinkRecord(link, group: group, decision: .contradiction(named: named)))
      report(
        "group-contradicts-host",
        "the link leads to \(group.name) and its data-tracking-group says \(named): "
          + "correct the attribute or remove it", link, in: page)
    case .uneditable(let group, let evidence, let reason):
      count(group) { $0.skippedByReason[reason.code, default: 0] += 1 }
      keep(LinkRecord(link, group: group, evidence: evidence, decision: .skipped(code: reason.code)))
      report(reason.code, reason.description, link, in: page)
    case .affiliate(let group, let evidence):
      let lookup = evidence == .host ? nil : lookup(link, in: page)
      if case .affiliate(let found) = lookup, found.group.name == group.name {
        handleRedirect(link, found, by: evidence, in: page)
      } else {
        let decision = tag(link, group, rules.existingSubid, in: page)
        var broken: RedirectChain?
        if case .broken(let chain) = lookup { broken = chain }
        keep(
          LinkRecord(
            link, group: group, evidence: evidence, chain: broken, decision: .init(decision.outcome),
            notes: decision.notes))
      }
    }
  }

  // MARK: Redirects (CONTRACT)

  private func lookup(_ link: Link, in page: Span<UInt8>) -> RedirectLookup? {
    if let lookups { return lookups.lookup(page.extracting(link.hrefRange)) }
    // Empty or a fragment alone: the link stays on the page, whatever redirects there.
    guard let first = link.href.utf8.first(where: { $0 > 0x20 }), first != UInt8(ascii: "#"),
      let scan = rules.redirects, let base
    else { return nil }
    return scan.lookup(link.href, relativeTo: base)
  }

  /// - Parameter evidence: how the link's author gave it to the group; `nil` where only the redirect leads
  ///   there.
  private mutating func handleRedirect(
    _ link: Link, _ found: RedirectedLink, by evidence: LinkEvidence?, in page: Span<UInt8>
  ) {
    if found.chain.isDoubleRedirect {
      report(
        "double-redirect",
        "\(found.chain.hops.count) redirects lead to \(found.group.name), and AnyTrack follows one: link to "
          + "\(found.chain.hops.last?.from.description ?? "the last one")", link, in: page)
    }
    let isMarked = evidence != nil
    var mode = rules.redirects?.mode ?? .off
    var existing = rules.existingSubid
    // Nobody can tell what the affiliate link would be with what the code writes.
    if mode == .inline || mode == .auto, !templateCode(of: link, in: page).isEmpty {
      // A link without its code would be replaced the next time.
      if mode == .inline { existing = .keep }
      mode = .tag
    }
    let decision = RedirectDecision.of(found.chain.forwarding, mode: mode, isMarked: isMarked)
    let made: LinkRecord.Decision
    var notes: [SubidNote] = []
    switch decision {
    case .tag where found.chain.addsParameter(found.group.subid),
      .tagUncertain where found.chain.addsParameter(found.group.subid):
      if isMarked {
        made = tagRedirect(link, found, existing, in: page, &notes)
      } else {
        count(found.group) { $0.skippedByReason["redirect-has-subid", default: 0] += 1 }
        made = .skipped(code: "redirect-has-subid")
      }
      report(
        "redirect-has-subid",
        "\(found.group.name) would get \(found.group.subid) twice, since the redirect's own address has it: "
          + "remove it at \(found.chain.hops.last.map { "\($0.rule.place)" } ?? "the redirect")",
        link, in: page, severity: .loss)
    case .tag:
      made = tagRedirect(link, found, existing, in: page, &notes)
    case .inline:
      made = inline(link, found, in: page)
    case .tagUncertain(let hop):
      made = tagRedirect(link, found, existing, in: page, &notes)
      report(
        "redirect-query-unknown",
        "whether the click id gets through \(hop.place) is not certain: \(hop.reason). Try it, or "
          + "set redirects to inline", link, in: page)
    case .tagInVain(let hop):
      made = tagRedirect(link, found, existing, in: page, &notes)
      reportLoss(link, at: hop, in: page)
    case .leave(let hop):
      count(found.group) { $0.skippedByReason["redirect-drops-query", default: 0] += 1 }
      made = .skipped(code: "redirect-drops-query")
      reportLoss(link, at: hop, in: page)
    case .ignore:
      return
    }
    keep(
      LinkRecord(
        link, group: found.group, evidence: evidence, chain: found.chain, decision: made, notes: notes))
  }

  private mutating func reportLoss(_ link: Link, at hop: QueryForwarding.Decision, in page: Span<UInt8>) {
    report(
      "redirect-drops-query",
      "the click id would be lost at \(hop.place): \(hop.reason). To mend it: \(hop.fix)", link, in: page,
      severity: .loss)
  }

  private mutating func tagRedirect(
    _ link: Link, _ found: RedirectedLink, _ existing: ExistingSubidPolicy, in page: Span<UInt8>,
    _ notes: inout [SubidNote]
  ) -> LinkRecord.Decision {
    let decision = tag(link, found.group, existing, in: page)
    notes = decision.notes
    guard decision.leavesToken, rules.redirects?.annotates == true, link.trackingGroup == nil,
      link.rel == nil || !isNamed(link, found),
      // What ends the value then is a quote in the code.
      !templateCode(of: link, in: page).isCut
    else { return .init(decision.outcome) }
    let name = found.group.name.replacing("&", with: "&amp;").replacing("\"", with: "&quot;")
    let end = link.hrefRange.upperBound
    let quote = page[link.hrefRange.lowerBound - 1]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    outcome.edits.append(
      PageRewriter.Edit(
        range: (isQuoted ? end + 1 : end)..<(isQuoted ? end + 1 : end),
        replacement: Array(" data-tracking-group=\"\(name)\"".utf8)))
    return .init(decision.outcome)
  }

  /// The template code in the value of `href`.
  private func templateCode(of link: Link, in page: Span<UInt8>) -> TemplateCode {
    LinkText(page.extracting(link.hrefRange)).code
  }

  /// Whether `rel` names the group, which counts for AnyTrack as the attribute does.
  private func isNamed(_ link: Link, _ found: RedirectedLink) -> Bool {
    (link.rel ?? "").split(whereSeparator: \.isWhitespace).contains {
      $0.lowercased() == found.group.name.lowercased()
    }
  }

  private mutating func inline(
    _ link: Link, _ found: RedirectedLink, in page: Span<UInt8>
  ) -> LinkRecord.Decision {
    let edit = InlineEdit.make(
      destination: found.chain.destinationText ?? "",
      fragment: found.chain.fragment,
      at: link.hrefRange, in: page, group: found.group, existing: rules.existingSubid)
    switch edit {
    case .edit(let edit):
      outcome.edits.append(edit)
      count(found.group) { $0.tagged += 1 }
      return .inlined
    case .kept(let value):
      count(found.group) { $0.keptSubid += 1 }
      report(
        "kept-subid",
        "the redirect's \(found.group.subid) is \(value) already and was kept: remove it there, or set "
          + "existing-subid to replace", link, in: page)
      return .kept(value)
    case .skipped(let skip):
      count(found.group) { $0.skippedByReason[skip.code, default: 0] += 1 }
      report(skip.code, skip.description, link, in: page, severity: skip.severity)
      return .skipped(code: skip.code)
    }
  }

  // MARK: Affiliate links

  private mutating func tag(
    _ link: Link, _ group: TrackingGroup, _ existing: ExistingSubidPolicy, in page: Span<UInt8>
  ) -> SubidDecision {
    let decision = SubidDecision.of(
      page.extracting(link.hrefRange), for: group, existing: existing, isXHTML: isXHTML)
    switch decision.outcome {
    case .edit(let edit):
      count(group) { $0.tagged += 1 }
      let start = link.hrefRange.lowerBound
      outcome.edits.append(
        PageRewriter.Edit(
          range: start + edit.range.lowerBound..<start + edit.range.upperBound,
          replacement: edit.replacement))
    case .alreadyTagged:
      count(group) { $0.alreadyTagged += 1 }
    case .kept(let value):
      count(group) { $0.keptSubid += 1 }
      report(
        "kept-subid",
        "\(group.subid) is \(value) already and was kept: remove it, or set existing-subid to replace", link,
        in: page)
    case .skipped(let skip):
      count(group) { $0.skippedByReason[skip.code, default: 0] += 1 }
      report(skip.code, skip.description, link, in: page, severity: skip.severity)
    }
    for note in decision.notes {
      switch note {
      case .otherCase(let name):
        report(
          "other-case-subid", "\(name) is not \(group.subid), and the network ignores it: remove it", link,
          in: page)
      case .encodedToken:
        report(
          "encoded-token",
          "the click-id token is percent-encoded, so that nothing replaces it: write \(group.token)", link,
          in: page)
      }
    }
    return decision
  }

  private mutating func keep(_ record: @autoclosure () -> LinkRecord) {
    if keepsRecords { outcome.records.append(record()) }
  }

  /// Keeps a link whose author seems to have meant a group and misspelt it: the audit says so.
  private mutating func keepIfMisspelt(_ link: Link) {
    guard keepsRecords, let attribute = link.trackingGroup else { return }
    let named = String(
      attribute.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    guard NearestName.of(named, among: rules.groups.map(\.name)) != nil else { return }
    keep(LinkRecord(link, group: nil, decision: .unknownGroup(named: named)))
  }

  private mutating func count(_ group: TrackingGroup, _ body: (inout RunSummary.Links) -> Void) {
    var counts = outcome.links[group.name] ?? .init()
    counts.affiliate += 1
    body(&counts)
    outcome.links[group.name] = counts
  }

  private mutating func report(
    _ code: String, _ message: String, _ link: Link, in page: Span<UInt8>, severity: Problem.Severity = .note
  ) {
    place.advance(to: link.hrefRange.lowerBound, in: page)
    outcome.problems.append(
      Problem(severity, file: file, line: place.line, column: place.column, code: code, message: message))
  }
}

extension RedirectChain {
  /// Returns true if the address at the end has the parameter without the link's giving it.
  package func addsParameter(_ name: String) -> Bool {
    (destination?.parameterCount(named: name) ?? 0) > start.parameterCount(named: name)
  }

  /// The fragment with which a browser follows the last redirect: that of the last address that has one.
  fileprivate var fragment: String? { hops.last { $0.from.fragment != nil }?.from.fragment }
}

extension QueryForwarding.Decision {
  /// Where the hop that decides is written.
  fileprivate var place: String { rule.place }
}

extension SubidSkip {
  fileprivate var severity: Problem.Severity {
    if case .templateCode = self { .loss } else { .note }
  }
}

extension SubidDecision {
  /// Whether the link has the token, now or before.
  fileprivate var leavesToken: Bool {
    switch outcome {
    case .edit, .alreadyTagged: true
    case .kept, .skipped: false
    }
  }
}
