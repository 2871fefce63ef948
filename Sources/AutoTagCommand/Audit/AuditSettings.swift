internal import AutoTagAudit
import AutoTagFiles
internal import AutoTagSite

/// The settings of an audit: the command line, else the configuration, else the defaults.
struct AuditSettings {
  let options: AuditOptions
  let failOn: FailOn

  init(_ command: AuditCommand, site: String) throws {
    let selection = command.selection
    let path = if let path = selection.config { path } else { try ConfigurationFile.path(atRootOf: site) }
    let configuration = if let path { try ConfigurationReader.read(path: path) } else { ConfigurationFile() }
    let audit = configuration.audit
    var rewrite = try RewriteOptions(site: site, selection, configuration, configurationPath: path)
    // An audit that asks servers leaves the lock file as it is.
    rewrite.dryRun = true
    options = AuditOptions(
      rewrite: rewrite,
      levels: audit.levels, ignored: audit.ignored,
      baseline: try Self.baseline(command, configuration, configurationPath: path, site: site),
      makesBaseline: command.findings.writeBaseline != nil, version: Version.current)
    failOn = command.findings.failOn ?? audit.failOn ?? .error
  }

  private static func baseline(
    _ command: AuditCommand, _ configuration: ConfigurationFile, configurationPath: String?, site: String
  ) throws -> Baseline? {
    if let path = command.findings.baseline { return try baseline(at: path) }
    // Whoever writes a new one starts from all there is; an old one may even be broken.
    guard command.findings.writeBaseline == nil else { return nil }
    if let path = BaselinePath.configured(configuration, configurationPath: configurationPath) {
      return try baseline(at: path)
    }
    let path = BaselinePath.atRoot(of: site)
    return FileSystem.exists(path) ? try baseline(at: path) : nil
  }

  private static func baseline(at path: String) throws -> Baseline {
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
    } catch {
      throw BaselineError(
        file: path, "the baseline cannot be read: \(error.description); write it with --write-baseline")
    }
    return try Baseline(bytes, file: path)
  }
}
