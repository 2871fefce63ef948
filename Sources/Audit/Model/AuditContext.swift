/// What a report is told before the first page.
package struct AuditContext: Sendable {
  /// The site's root as the user named it.
  package let site: String

  /// The program's version.
  package let version: String

  /// All rules that are not off, with the severities of the configuration, sorted by code.
  package let rules: [AuditRule]

  package init(site: String, version: String, rules: [AuditRule]) {
    self.site = site
    self.version = version
    self.rules = rules
  }

  package func rule(_ code: String) -> AuditRule? { rules.first { $0.code == code } }
}
