internal import AutoTagBytes

extension AuditSummary {
  /// Reads the counts of a report; `nil` for anything else.
  init?(_ node: JSONNode) {
    self.init()
    guard let pages = node["pages"], let links = node["links"], let findings = node["findings"],
      let read = pages["read"]?.int, let withLinks = pages["with_links"]?.int,
      let repaired = findings["repaired_by_rewrite"]?.int, let ignored = findings["ignored"]?.int,
      let known = findings["in_baseline"]?.int, case .object(let codes)? = findings["by_rule"]?.value
    else { return nil }
    let names: [(AuditedLink.State, String)] = [
      (.trackable, "trackable"), (.repairable, "repairable"), (.needsHand, "needs_hand"),
    ]
    for (state, name) in names {
      guard let count = links[name]?.int else { return nil }
      if count > 0 { self.links[state] = count }
    }
    for severity in Severity.allCases {
      guard let count = findings[severity.rawValue]?.int else { return nil }
      if count > 0 { self.findings[severity] = count }
    }
    for code in codes { findingsByCode[code.name] = code.value.int }
    (pagesRead, pagesWithLinks, repairedByRewrite, self.ignored, inBaseline) =
      (read, withLinks, repaired, ignored, known)
    let counts =
      [read, withLinks, repaired, ignored, known] + Array(self.links.values) + Array(self.findings.values)
      + Array(findingsByCode.values)
    guard counts.allSatisfy({ 0...Self.most ~= $0 }) else { return nil }
  }

  /// More than any site has, so that sums of a million parts cannot overflow.
  private static let most = 1 << 40
}
