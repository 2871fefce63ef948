package import AutoTagSite

/// Writes an audit in one format, page by page, so that memory does not grow with the site: a report keeps no
/// more of the pages than it needs at its end.
///
/// Called by one thread: `begin`, then `page` for each page in the order of the tree, then `finish`. Each call
/// returns what is to be written next.
package protocol AuditReport {
  mutating func begin(_ context: AuditContext) -> [UInt8]
  mutating func page(_ page: AuditedPage) -> [UInt8]
  mutating func finish(_ summary: AuditSummary) -> [UInt8]
}

/// The facts that a report is given before the first page.
package struct AuditContext: Sendable {
  /// The site's root as the user named it.
  package let site: String

  /// The paths of the site's files from where the program was run.
  package let paths: ShownPaths

  /// The program's version.
  package let version: String

  /// All checks that are not off, with the severities of the configuration, sorted by code.
  package let checks: [AuditCheck]

  package init(site: String, paths: ShownPaths? = nil, version: String, checks: [AuditCheck]) {
    self.site = site
    self.paths = paths ?? ShownPaths(site: site)
    self.version = version
    self.checks = checks
  }

  package func check(_ code: String) -> AuditCheck? { checks.first { $0.code == code } }
}
