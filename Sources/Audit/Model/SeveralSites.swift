internal import AutoTagSite
internal import AutoTagTracking

extension AuditSummary {
  /// The sum of several sites, whose files are named with their sites; of one site its own summary.
  package init(of sites: [AuditedSite]) {
    self.init()
    for site in sites {
      let summary = sites.count == 1 ? site.summary : site.summary.inSite(site.name)
      add(summary)
      fixedSinceBaseline += summary.fixedSinceBaseline
      siteFindings += summary.siteFindings
    }
    self.sites = sites
  }

  private func inSite(_ site: String) -> AuditSummary {
    var summary = self
    summary.siteFindings = siteFindings.map { $0.inSite(site) }
    summary.problems = problems.map { $0.inSite(site) }
    return summary
  }
}

extension AuditedPage {
  /// The same page, named with the site that it is in, to tell it from those of other sites.
  package func inSite(_ site: String) -> AuditedPage {
    let prefix = site == "." ? "" : site + "/"
    return AuditedPage(
      file: prefix + file, pathBytes: pathBytes.map { Array(prefix.utf8) + $0 }, links: links,
      findings: findings.map { $0.inSite(site) })
  }
}

extension Finding {
  fileprivate func inSite(_ site: String) -> Finding {
    var finding = Finding(
      code: code, severity: severity, file: site == "." ? file : site + "/" + file, line: line,
      column: column,
      range: range, excerpt: excerpt, message: message, fix: fix, isRepairedByRewrite: isRepairedByRewrite,
      link: link,
      fingerprint: fingerprint)
    finding.site = site
    return finding
  }
}
