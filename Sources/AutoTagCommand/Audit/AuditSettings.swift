internal import AutoTagAudit
internal import AutoTagConfiguration

/// The settings of an audit: the command line's, else the configuration's, else the defaults.
struct AuditSettings {
  let options: AuditOptions
  let failOn: FailOn

  init(site: String, _ selection: SelectionOptions, _ findings: FindingOptions) throws {
    let settings = try SiteSettings(site: site, configuration: selection.config, selection.overrides)
    options = try settings.auditOptions(
      baseline: findings.baseline, makesBaseline: findings.writeBaseline != nil)
    failOn = findings.failOn ?? settings.configuration.audit.failOn ?? .error
  }
}
