internal import AutoTagFiles

/// What the configuration wants to hear of: the rules' severities, and what is ignored.
struct FindingFilter: Sendable {
  private let rules: [String: AuditRule]
  private let ignored: [(files: PathGlob?, rules: Set<String>)]

  init(_ options: AuditOptions) {
    rules = RuleSet.all.reduce(into: [:]) { rules, rule in
      let level = options.levels[rule.code]
      guard level != .off else { return }
      rules[rule.code] = level?.severity.map(rule.with(severity:)) ?? rule
    }
    ignored = options.ignored.map { ($0.files.map(PathGlob.init), Set($0.rules)) }
  }

  /// The rules that are not off, sorted by code.
  var allRules: [AuditRule] { rules.values.sorted { $0.code < $1.code } }

  /// The rule as the configuration has it; `nil` where it is off.
  func rule(_ code: String) -> AuditRule? { rules[code] }

  /// The ignore entries that match a file, as the codes that each ignores; an empty one ignores all.
  func ignored(in file: String) -> [Set<String>] {
    ignored.filter { $0.files?.matches(file: file) ?? true }.map(\.rules)
  }
}

extension AuditRule {
  fileprivate func with(severity: Severity) -> AuditRule {
    AuditRule(code, title, severity, why: why, fix: fix, rewriteRepairs: rewriteRepairs)
  }
}

extension [Set<String>] {
  /// Whether any of the entries ignores a rule.
  func ignore(_ code: String) -> Bool { contains { $0.isEmpty || $0.contains(code) } }
}
