/// Checks one thing about a page. Each rule is a type in a file of its own, named for what it finds.
package protocol PageRule: Sendable {
  /// What the rule is about; the same for every value of the type.
  static var rule: AuditRule { get }

  /// - Returns: what the rule finds, in any order.
  func hits(on page: PageUnderAudit) -> [Hit]
}

/// What a rule found: a finding before its line, excerpt and fingerprint are made.
package struct Hit: Sendable, Hashable {
  /// What is marked, as a range of the page's bytes: as little as shows the fault, such as one parameter.
  package var range: Range<Int>
  package var message: String
  package var fix: String
  package var isRepairedByRewrite: Bool
  /// The index of the link it is about, in the page's records.
  package var link: Int?

  package init(
    _ range: Range<Int>, _ message: String, fix: String, isRepairedByRewrite: Bool = false, link: Int? = nil
  ) {
    self.range = range
    self.message = message
    self.fix = fix
    self.isRepairedByRewrite = isRepairedByRewrite
    self.link = link
  }
}
