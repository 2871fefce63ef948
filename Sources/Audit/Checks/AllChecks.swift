internal import AutoTagFiles
internal import AutoTagTracking

extension AuditCheck {
  /// All checks of the audit, sorted by code.
  package static let all: [AuditCheck] =
    (ofLinks + AnyTrackTagChecks.all + HiddenLinkChecks.all + FileChecks.all).sorted { $0.code < $1.code }

  /// The checks of single links.
  package static let ofLinks: [AuditCheck] =
    SubidChecks.all + SubidContentChecks.all + DeepLinkChecks.all + LinkMarkupChecks.all
    + MarkedLinkChecks.all + RedirectChecks.all
}

/// The findings that the configuration wants: the checks with their severities, and what is ignored.
struct FindingFilter: Sendable {
  /// The checks that are not off, with the severities of the configuration, sorted by code.
  let checks: [AuditCheck]
  private let byCode: [String: AuditCheck]
  private let ignored: [(files: PathGlob?, codes: Set<String>)]

  init(_ options: AuditOptions) {
    checks = AuditCheck.all.compactMap { check in
      guard let level = options.levels[check.code] else { return check }
      guard let severity = level.severity else { return nil }
      var check = check
      check.severity = severity
      return check
    }
    byCode = Dictionary(checks.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    ignored = options.ignored.map { ($0.files.map(PathGlob.init), Set($0.codes)) }
  }

  /// The check as the configuration has it; `nil` where it is off.
  func check(_ code: String) -> AuditCheck? { byCode[code] }

  /// The check that a problem of the redirect files or the lock file belongs to; `nil` where it is off, and for other
  /// problems.
  func check(for problem: Problem) -> AuditCheck? {
    checks.first { check in
      if case .problems(let code) = check.subject { code == problem.code } else { false }
    }
  }

  /// The ignore entries that match a file, as the codes that each ignores; an empty one ignores all.
  func ignored(in file: String) -> [Set<String>] {
    ignored.filter { $0.files?.matches(file: file) ?? true }.map(\.codes)
  }
}

extension [Set<String>] {
  /// Returns true if any of the entries ignores a check.
  func ignore(_ code: String) -> Bool { contains { $0.isEmpty || $0.contains(code) } }
}
