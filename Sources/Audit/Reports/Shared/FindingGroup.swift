/// Findings of one file that say the same, told as one: the first, and the lines of the others.
struct FindingGroup {
  let first: Finding
  private(set) var others: [Finding] = []

  var count: Int { 1 + others.count }

  /// The groups of a page's findings, in the order of their first ones.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    struct Key: Hashable {
      let file, code, message, fix: String
      let severity: Severity
      let isRepaired: Bool
    }
    var groups: [FindingGroup] = []
    var indices: [Key: Int] = [:]
    for finding in findings {
      let key = Key(
        file: finding.file, code: finding.code, message: finding.message, fix: finding.fix,
        severity: finding.severity, isRepaired: finding.isRepairedByRewrite)
      if let index = indices[key] {
        groups[index].others.append(finding)
      } else {
        indices[key] = groups.count
        groups.append(FindingGroup(first: finding))
      }
    }
    return groups
  }

  /// “and 12 more in this file: lines 14, 15, 17, …”; `nil` where there are none.
  var otherLines: String? {
    guard !others.isEmpty else { return nil }
    let named = 8
    var lines: [Int] = []
    for finding in others where lines.last != finding.line { lines.append(finding.line) }
    let list = lines.prefix(named).map(String.init).joined(separator: ", ")
    return "and \(others.count) more in this file: \(Count.plural(lines.count, "line")) \(list)"
      + (lines.count > named ? ", …" : "")
  }
}
