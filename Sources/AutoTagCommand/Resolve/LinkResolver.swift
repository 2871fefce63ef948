internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds out about links what `rewrite` would do with them, by having it done.
struct LinkResolver {
  private let scan: RedirectScan
  private let classifier: LinkClassifier
  private let rewriter: PageRewriter

  /// Problems that the chain itself tells of.
  private static let told: Set = ["redirect-drops-query", "redirect-query-unknown"]

  /// - Parameters:
  ///   - scan: the site's redirects.
  ///   - mode: what `rewrite` does with the links behind them.
  init(scan: RedirectScan, rules: TaggingOptions, mode: RedirectMode) {
    self.scan = scan
    classifier = LinkClassifier(groups: rules.groups)
    var rules = rules
    rules.redirects = mode == .off ? nil : scan
    rewriter = PageRewriter(rules: rules, keepsRecords: true)
  }

  /// - Parameter text: the link; a relative one is relative to the site's root.
  func resolve(_ text: String) -> LinkResolution {
    guard let url = WebURL(text, relativeTo: scan.map.site.root) else {
      return LinkResolution(url: text, chain: nil, group: nil, action: .never, result: nil, notes: [])
    }
    let found = scan.redirectedLink(url)
    let chain = found?.chain ?? scan.chain(from: url)
    let group = found?.group ?? chain.destination.flatMap { classifier.group(hosting: $0.origin) }

    let page = Array("<a href=\"\(Self.escaped(text))\">".utf8)
    let outcome = rewriter.rewrite(page, file: "index.html")
    return LinkResolution(
      url: text, chain: chain, group: group, action: action(outcome, group),
      result: outcome.rewritten(page).flatMap(Self.href),
      notes: outcome.problems.filter { !Self.told.contains($0.code) })
  }

  private func action(_ outcome: PageRewriter.Outcome, _ group: TrackingGroup?) -> LinkResolution.Action {
    guard let group else { return .none }
    // What `rewrite` does not count it does not look behind.
    guard let counts = outcome.links[group.name] else { return .off }
    if counts.alreadyTagged > 0 { return .alreadyTagged }
    if counts.keptSubid > 0 { return .keep }
    guard counts.tagged > 0 else { return .leave }
    return outcome.records.first?.decision == .inlined ? .inline : .tag
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }

  /// The link of the one-link page, as a browser reads it.
  private static func href(of page: [UInt8]) -> String? {
    let links = try? LinkReader().links(of: page.span) { _, _, _ in true }
    return links?.links.first?.href
  }
}
