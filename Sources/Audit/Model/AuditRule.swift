/// What one rule of the audit is about, in words for people. The check itself is a `LinkRule` or a `PageRule`
/// beside it.
package struct AuditRule: Sendable, Hashable {
  /// A stable name in kebab-case, for scripts and for the configuration.
  package let code: String

  /// What the rule looks for, in a few words: “u1 is there twice”.
  package let title: String

  /// What a finding counts as unless the configuration says otherwise.
  package let severity: Severity

  /// Why it matters, in a sentence or two, with the source of the rule where there is one.
  package let why: String

  /// How to fix it in general; a finding says how at its place.
  package let fix: String

  /// Whether `autotag rewrite` with the same settings repairs it, always or in some cases; a finding says
  /// whether in its case.
  package let rewriteRepairs: Bool

  package init(
    _ code: String, _ title: String, _ severity: Severity, why: String, fix: String,
    rewriteRepairs: Bool = false
  ) {
    self.code = code
    self.title = title
    self.severity = severity
    self.why = why
    self.fix = fix
    self.rewriteRepairs = rewriteRepairs
  }
}
