/// What the audit found on one page. Pages without links and findings are not reported.
public struct AuditedPage: Sendable, Hashable {
  /// The file, relative to the site's root with `/`.
  public let file: String

  /// The page's links, in their order.
  public let links: [AuditedLink]

  /// In the order of their places; those that are ignored or in the baseline are not among them.
  public let findings: [Finding]

  public init(file: String, links: [AuditedLink], findings: [Finding]) {
    self.file = file
    self.links = links
    self.findings = findings
  }
}
