internal import AutoTagText

/// Findings of one file that say the same, told as one: the first, and the lines of the others.
struct FindingGroup {
  let first: Finding
  private(set) var others: [Finding] = []

  var count: Int { 1 + others.count }

  /// The traits that findings of one group have in common.
  struct Key: Hashable {
    private let site, file, code, message, fix: String
    private let severity: Severity
    private let isRepaired: Bool

    init(_ finding: Finding, ofAnyFile: Bool = false) {
      file = ofAnyFile ? "" : finding.file
      site = finding.site
      (code, message, fix) = (finding.code, finding.message, finding.fix)
      (severity, isRepaired) = (finding.severity, finding.isRepairedByRewrite)
    }
  }

  /// The groups of a page's findings, in the order of their first ones.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    var groups: [FindingGroup] = []
    var indices: [Key: Int] = [:]
    for finding in findings {
      let key = Key(finding)
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
    return
      "and \(others.count) more in this \(first.source == nil ? "file" : "page"): \(Count.plural(lines.count, "line")) \(list)"
      + (lines.count > named ? ", …" : "")
  }
}
