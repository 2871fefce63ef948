internal import AutoTagAudit
internal import AutoTagFiles
internal import AutoTagTracking
internal import AutoTagYAML

/// Reads what a configuration says about audits.
struct AuditReader {
  let file: String

  private static let codes = AuditCheck.all.map(\.code)

  func audit(_ value: YAMLField) throws(ConfigurationError) -> ConfigurationFile.Audit {
    var audit = ConfigurationFile.Audit()
    let section = try YAMLSection(value.value, .audit, file: file)
    if let value = section["rules"] { audit.levels = try levels(value) }
    if let value = section["ignore"] {
      audit.ignored = try value.list(called: "ignore", of: "what to ignore").map {
        entry throws(ConfigurationError) in try ignored(entry)
      }
    }
    if let value = section["fail-on"] { audit.failOn = try failOn(value) }
    if let value = section["baseline"] {
      audit.baseline = try value.text(called: "baseline", as: "a baseline file's path")
    }
    return audit
  }

  private func levels(_ value: YAMLField) throws(ConfigurationError) -> [String: AuditOptions.Level] {
    let section = try YAMLSection(value.value, called: "rules", keys: Self.codes, file: file)
    var levels: [String: AuditOptions.Level] = [:]
    for code in Self.codes {
      if let field = section[code] { levels[code] = try level(field, of: code) }
    }
    return levels
  }

  private func level(_ field: YAMLField, of code: String) throws(ConfigurationError) -> AuditOptions.Level {
    // YAML reads `off` without quotes as a truth value.
    if case .truth(let word) = field.value.content, ["off", "no", "false"].contains(word.lowercased()) {
      return .off
    }
    let meaning = "off, info, warning or error"
    let text = try field.text(called: code, as: meaning)
    guard let level = AuditOptions.Level(rawValue: text) else {
      throw field.unknown(
        text, called: code, among: AuditOptions.Level.allCases.map(\.rawValue), as: meaning)
    }
    return level
  }

  private func ignored(_ field: YAMLField) throws(ConfigurationError) -> AuditOptions.Ignored {
    let section = try YAMLSection(field.value, .ignored, file: file)
    var ignored = AuditOptions.Ignored()
    if let files = section["files"] {
      let glob = try files.text(called: "files", as: "a glob")
      if let fault = PathGlob.fault(in: glob) { throw files.error("the glob '\(glob)' \(fault)") }
      ignored.files = glob
    }
    if let rules = section["rules"] {
      for entry in try rules.list(called: "rules", of: "rules' codes") {
        ignored.codes.append(try code(entry))
      }
    }
    guard ignored.files != nil || !ignored.codes.isEmpty else {
      throw field.error("the entry ignores everything: name files, rules or both")
    }
    return ignored
  }

  private func code(_ field: YAMLField) throws(ConfigurationError) -> String {
    let text = try field.entry(of: "rules", "rules' codes")
    guard Self.codes.contains(text) else {
      let nearest = NearestName.of(text, among: Self.codes).map { "did you mean “\($0)”?" }
      throw field.error(
        "unknown rule “\(text)”: \(nearest ?? "autotag audit --list-rules shows all")")
    }
    return text
  }

  private func failOn(_ field: YAMLField) throws(ConfigurationError) -> FailOn {
    let meaning = FailOn.allCases.map(\.rawValue).joined(separator: ", ")
    if case .truth(let word) = field.value.content, !YAMLField.isTrue(word) {
      throw field.unknown(
        word, called: "fail-on", among: FailOn.allCases.map(\.rawValue), as: "one of \(meaning)")
    }
    let text = try field.text(called: "fail-on", as: "one of \(meaning)")
    guard let failOn = FailOn(rawValue: text) else {
      throw field.unknown(
        text, called: "fail-on", among: FailOn.allCases.map(\.rawValue), as: "one of \(meaning)")
    }
    return failOn
  }
}
