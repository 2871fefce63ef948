/// What the audit found on one page. Pages without links and findings are not reported.
package struct AuditedPage: Sendable, Hashable {
  /// The file, relative to the site's root with `/`.
  package let file: String

  /// The page's links, in their order.
  package let links: [AuditedLink]

  /// In the order of their places; those that are ignored or in the baseline are not among them.
  package let findings: [Finding]

  package init(file: String, links: [AuditedLink], findings: [Finding]) {
    self.file = file
    self.links = links
    self.findings = findings
  }
}
