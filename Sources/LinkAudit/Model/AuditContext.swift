/// What a report is told before the first page.
public struct AuditContext: Sendable {
  /// The site's root as the user named it.
  public let site: String

  /// The program's version.
  public let version: String

  /// All rules that are not off, with the severities of the configuration, sorted by code.
  public let rules: [AuditRule]

  public init(site: String, version: String, rules: [AuditRule]) {
    self.site = site
    self.version = version
    self.rules = rules
  }

  public func rule(_ code: String) -> AuditRule? { rules.first { $0.code == code } }
}
