internal import AutoTagRedirects
package import AutoTagTracking
internal import AutoTagWebURL

/// The links that were asked about, and what the site's redirects leave to say.
package struct ResolvedLinks: Sendable {
  package let links: [LinkResolution]
  /// Problems of the redirect files, to be shown before the links.
  package let problems: [Problem]
  /// Links that only a server could answer, and none did.
  package let unanswered: [Problem]
  /// The redirect files that were read, as messages show them.
  package let files: [String]
  /// True if the site's own address is known.
  package let hasAddress: Bool
}

extension SiteRewriter {
  /// Finds out where links of a site lead, and what `rewrite` with the same options does with them. Of files it changes
  /// the lock file at most, where servers are asked.
  /// - Parameters:
  ///   - links: absolute, or relative to the site's root.
  ///   - progress: told how many links servers have answered.
  /// - Throws: `SiteError` when the site cannot be read.
  package static func resolve(
    _ links: [String], _ options: RewriteOptions, progress: ProgressListener? = nil
  ) throws(SiteError) -> ResolvedLinks {
    var options = options
    let mode = options.redirects.mode
    // Where a link leads is to be shown even if `rewrite` does not ask.
    if mode == .off { options.redirects.mode = .tag }
    let rewriter = try SiteRewriter(options)
    let root = options.rules.baseURL.flatMap { WebURL($0) } ?? .unknownSite
    let (loaded, mending, problems) = try rewriter.loadRedirects(
      for: .explaining, asking: links.compactMap { WebURL($0, relativeTo: root) }, progress: progress)
    // Only a mode that is off gives none.
    let scan =
      loaded
      ?? RedirectScan(
        map: RedirectMap(sources: [], site: .unknown, files: SiteFiles([])),
        classifier: LinkClassifier(groups: options.rules.groups), mode: mode, annotates: false)
    var rules = options.rules
    if rewriter.site.usesCodes { rules.codes = try rewriter.site.readCodes() }
    let resolver = LinkResolver(
      scan: mending?.scan ?? scan, rules: rules, mode: mode,
      mending: mending.map { (scan, $0.changes) })
    let resolutions = links.map(resolver.resolve)
    return ResolvedLinks(
      links: resolutions, problems: problems, unanswered: rewriter.site.unansweredLinks(scan),
      files: scan.files,
      hasAddress: scan.map.site.root.host != nil)
  }
}

/// A resolver of links, one after the other.
private struct LinkResolver {
  private let scan: RedirectScan
  private let rewriter: PageRewriter
  private let addresses: AddressSearch
  /// The rules that `rewrite` changes, and the redirects as they are; `nil` where it changes none.
  private let mending: (before: RedirectScan, changes: [RuleChange])?

  /// Problems that the chain itself, or the address, tells of.
  private static let told: Set<ProblemCode> = [
    .redirectDropsQuery, .redirectQueryUnknown, .redirectNotUnderstood, .redirectDeadEnd, .redirectLoop,
    .redirectTooLong, .redirectNotWeb, .addressWithoutScheme, .addressSchemeBroken,
  ]

  /// - Parameters:
  ///   - scan: the site's redirects.
  ///   - mode: the treatment of the links behind them.
  ///   - mending: the rules that `rewrite` changes.
  init(
    scan: RedirectScan, rules: TaggingOptions, mode: RedirectMode,
    mending: (before: RedirectScan, changes: [RuleChange])?
  ) {
    self.scan = scan
    self.mending = mending
    addresses = AddressSearch(groups: rules.groups)
    var rules = rules
    rules.redirects = mode == .off ? nil : scan
    rewriter = PageRewriter(rules: rules)
  }

  /// The changed rules on the way of a link.
  private func mendedRules(_ url: WebURL) -> [Problem] {
    guard let mending, let link = mending.before.redirectedLink(url) else { return [] }
    let rules = link.chain.hops.map(\.rule)
    return mending.changes.filter { rules.contains($0.rule) }.map { Problem($0) }
  }

  /// The rule that stops the link as long as the token stands in it.
  private func tokenNotes(_ link: RedirectedLink?) -> [Problem] {
    guard let link, let rule = link.chain.tokenRefusal, scan.mode != .inline else { return [] }
    return [Problem(.tokenRefused(link.group), file: rule.file, line: rule.line, column: 1)]
  }

  /// Returns the way of a link by the rules as they stand in their files now.
  private func asInFiles(_ chain: RedirectChain, _ url: WebURL) -> RedirectChain {
    guard let mending, !mending.changes.isEmpty else { return chain }
    return mending.before.redirectedLink(url)?.chain ?? mending.before.chain(from: url)
  }

  /// Returns the way of a link that has the token as it is followed, with the token: the decision is that of the link
  /// without it.
  private func shown(_ found: RedirectedLink, _ url: WebURL) -> RedirectChain {
    guard url.hasParameter(found.group.writtenToken) else { return found.chain }
    let own = scan.chain(from: url)
    let isSameWay = own.destination != nil && own.hops.map(\.rule) == found.chain.hops.map(\.rule)
    // A token that is there already can hide what becomes of it.
    return isSameWay && isSameFate(own.forwarding, found.chain.forwarding) ? own : found.chain
  }

  private func isSameFate(_ one: QueryForwarding, _ other: QueryForwarding) -> Bool {
    switch (one, other) {
    case (.forwards, .forwards), (.drops, .drops), (.unknown, .unknown): true
    default: false
    }
  }

  private func isForwarding(_ chain: RedirectChain) -> Bool {
    if case .forwards = chain.forwarding { true } else { false }
  }

  /// The advice about a link whose query is lost all the same.
  private func advice(for link: RedirectedLink, _ url: WebURL) -> String {
    guard let mending, let now = mending.before.redirectedLink(url) else { return scan.advice(for: link) }
    return mending.before.advice(for: now)
  }

  /// - Parameter text: the link; a relative one is relative to the site's root.
  func resolve(_ text: String) -> LinkResolution {
    let mistake = addresses.fault(of: text.utf8Span.span).map { Problem($0.fault, file: "-") }
    guard let url = WebURL(text, relativeTo: scan.map.site.root) else {
      return LinkResolution(
        url: text, chain: nil, group: nil, decision: nil, result: nil, advice: nil,
        isBroken: false, isMended: false, isAwaited: false, notes: [mistake].compactMap(\.self))
    }
    var found: RedirectedLink?
    var meant: TrackingGroup?
    var isBroken = false
    switch scan.lookup(url) {
    case .affiliate(let link): found = link
    case .broken(_, let group): (meant, isBroken) = (group, true)
    case nil: break
    }
    let after = found.map { shown($0, url) } ?? scan.chain(from: url)
    let chain = asInFiles(after, url)
    let link = rewriter.decide(href: text, onPage: "index.html")
    let group =
      found?.group ?? meant ?? chain.destination.flatMap { scan.classifier.group(hosting: $0.origin) }
    let notes = link.problems.filter { !Self.told.contains($0.kind) }
    let advice: String? =
      switch found?.chain.forwarding {
      case .drops: found.map { self.advice(for: $0, url) }
      case .unknown:
        chain.hasOneAddress
          ? "try it, or set redirects to inline" : "try it on the published site"
      case .forwards, nil: nil
      }
    var resolution = LinkResolution(
      url: text, chain: chain, group: group, decision: link.decision, result: link.result, advice: advice,
      isBroken: isBroken && !(scan.live?.isAwaited(chain) ?? false),
      isMended: isForwarding(after) && !isForwarding(chain),
      isAwaited: group == nil && scan.live?.isAwaited(chain) == true,
      notes: mendedRules(url) + tokenNotes(found) + notes + (group == nil ? [mistake].compactMap(\.self) : [])
    )
    if !resolution.isMended, let tagged = tagged(link.decision, link.result ?? text) {
      resolution.taggedHops = otherHops(of: tagged, than: chain)
    }
    return resolution
  }

  /// The link with the token, where it has one after `rewrite`, or now.
  private func tagged(_ decision: LinkDecision?, _ text: String) -> WebURL? {
    switch decision {
    case .tagged, .alreadyTagged: WebURL(text, relativeTo: scan.map.site.root)
    default: nil
    }
  }

  /// Returns the redirects of a link with the token by the rules as they stand in their files, where other rules answer it than
  /// without; none elsewhere.
  private func otherHops(of tagged: WebURL, than chain: RedirectChain) -> [RedirectHop] {
    let own = (mending?.before ?? scan).chain(from: tagged)
    guard own.destination != nil, own.hops.map(\.rule) != chain.hops.map(\.rule) else { return [] }
    return own.hops
  }
}
