internal import AutoTagBytes
package import AutoTagSite
internal import AutoTagTracking

extension AuditSummary {
  /// The sum of several sites, whose files are named with their sites; of one site its own summary.
  package init(of sites: [AuditedSite]) {
    self.init()
    for site in sites {
      let summary = sites.count == 1 ? site.summary : site.summary.inSite(ShownPaths(of: site.name))
      add(summary)
      fixedSinceBaseline += summary.fixedSinceBaseline
      siteFindings += summary.siteFindings
    }
    self.sites = sites
    part = sites.count == 1 ? sites.first?.summary.part : nil
  }

  private func inSite(_ paths: ShownPaths) -> AuditSummary {
    var summary = self
    summary.siteFindings = siteFindings.map { $0.inSite(paths) }
    summary.problems = problems.map { $0.naming(paths) }
    return summary
  }
}

extension AuditedPage {
  /// Returns the same page, named with the site that it is in, to tell it from those of other sites.
  package func inSite(_ paths: ShownPaths) -> AuditedPage {
    AuditedPage(
      file: paths.path(of: path), links: links.map { $0.inSite(paths) },
      findings: findings.map { $0.inSite(paths) })
  }
}

extension AuditedLink {
  fileprivate func inSite(_ paths: ShownPaths) -> AuditedLink {
    guard let chain else { return self }
    func named(_ words: MessageText) -> String { paths.named(words).source }
    return AuditedLink(
      line: line, column: column, href: href, text: text, group: group, kind: kind, id: id, mid: mid,
      offerid: offerid, destination: destination, state: state,
      chain: Chain(
        hops: chain.hops.map {
          Chain.Hop(from: $0.from, to: $0.to, status: $0.status, source: named($0.place))
        },
        end: chain.end, query: chain.query, decidingHop: chain.decidingHop, reason: chain.words.map(named)))
  }
}

extension Finding {
  fileprivate func inSite(_ paths: ShownPaths) -> Finding {
    var finding = Finding(
      code: code, severity: severity, file: paths.path(of: path), line: line, column: column, range: range,
      excerpt: excerpt, message: paths.named(words).source,
      fix: paths.named(remedy).source,
      isRepairedByRewrite: isRepairedByRewrite, link: link, fingerprint: fingerprint)
    finding.site = paths.root
    finding.isOfWholeFile = isOfWholeFile
    return finding.made(from: source.map { PageSource(path: paths.path(of: $0.path), line: $0.line) })
  }
}
