internal import AutoTagBaseline
internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagTracking

/// Makes the findings of a site as a whole: their severities by the configuration, and fingerprints that differ.
struct SiteFindingMaker {
  private let checks: [String: AuditCheck]
  private var ordinals: [UInt64: Int] = [:]

  /// - Parameter checks: those that are not off.
  init(_ checks: [AuditCheck]) {
    self.checks = Dictionary(checks.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The check as the configuration has it; `nil` where it is off.
  func check(_ code: String) -> AuditCheck? { checks[code] }

  /// The finding of a problem of the redirect files, of the lock file, or of files that are no pages.
  /// - Parameter check: the one that the problem belongs to.
  mutating func finding(of problem: Problem, _ check: AuditCheck, source: PageSource?) -> Finding {
    var finding = Finding(
      code: check.code, severity: check.severity, file: problem.path, line: problem.line ?? 1,
      column: problem.column ?? 1, range: 0..<0, excerpt: nil, message: problem.words.source, fix: check.fix,
      isRepairedByRewrite: false, link: nil,
      fingerprint: fingerprint(check.code, problem.file, problem.message)
    )
    finding.isOfWholeFile = problem.line == nil
    return finding.made(from: source)
  }

  mutating func fingerprint(_ code: String, _ file: String, _ text: String) -> String {
    var fingerprint = Fingerprint(code: code, subject: file, text: text)
    let ordinal = ordinals[fingerprint.value, default: 0]
    ordinals[fingerprint.value] = ordinal + 1
    fingerprint.add(ordinal: ordinal)
    return fingerprint.text
  }
}
