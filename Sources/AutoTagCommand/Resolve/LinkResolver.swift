internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds out where links lead, and has the rewriter decide about them.
struct LinkResolver {
  private let scan: RedirectScan
  private let classifier: LinkClassifier
  private let rewriter: PageRewriter

  /// Problems that the chain itself tells of.
  private static let told: Set<ProblemCode> = [.redirectDropsQuery, .redirectQueryUnknown]

  /// - Parameters:
  ///   - scan: the site's redirects.
  ///   - mode: the treatment of the links behind them.
  init(scan: RedirectScan, rules: TaggingOptions, mode: RedirectMode) {
    self.scan = scan
    classifier = LinkClassifier(groups: rules.groups)
    var rules = rules
    rules.redirects = mode == .off ? nil : scan
    rewriter = PageRewriter(rules: rules)
  }

  /// - Parameter text: the link; a relative one is relative to the site's root.
  func resolve(_ text: String) -> LinkResolution {
    guard let url = WebURL(text, relativeTo: scan.map.site.root) else {
      return LinkResolution(url: text, chain: nil, group: nil, decision: nil, result: nil, notes: [])
    }
    let found = scan.redirectedLink(url)
    let chain = found?.chain ?? scan.chain(from: url)
    let link = rewriter.decide(href: text, onPage: "index.html")
    return LinkResolution(
      url: text, chain: chain,
      group: found?.group ?? chain.destination.flatMap { classifier.group(hosting: $0.origin) },
      decision: link.decision, result: link.result,
      notes: link.problems.filter { !Self.told.contains($0.kind) })
  }
}
