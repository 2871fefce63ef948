import ArgumentParser
internal import AutoTagAudit
import AutoTagFiles
import SystemPackage

/// `autotag audit`: reports what would lose a commission.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Report what would lose a commission, and change nothing.",
    usage: """
      autotag audit <site> [<options>]
      autotag audit --list-rules
      autotag audit --json-schema
      """,
    discussion: """
      Reads the site, before or after rewrite, and reports links and pages whose
      click id would not arrive, each with its place, why it matters and what to do.
      It decides about links as rewrite does, with the same settings, and says
      which findings rewrite repairs. Severities, what is ignored and the baseline
      are set in the configuration, under audit. With --online servers are asked
      as by rewrite, and the lock file is left as it is.

      Examples:
        autotag audit public
        autotag audit public --fail-on warning --report audit.sarif
        autotag audit public --format github --report audit.html --report audit.md
        autotag audit public --inventory csv > links.csv
        autotag audit public --write-baseline autotag-baseline.json
        autotag audit public --baseline autotag-baseline.json

      Exit status: 0 no finding that counts; 1 findings at or above --fail-on;
      2 wrong usage or configuration; 3 some files failed.
      """)

  @Argument(help: "The site's root folder.", completion: .directory)
  var site: String?

  @OptionGroup(title: "Findings") var findings: FindingOptions
  @OptionGroup(title: "Reports") var reports: ReportOptions
  @OptionGroup(title: "Pages and links") var selection: SelectionOptions

  func run() throws {
    if findings.listRules {
      try printChecks()
      return
    }
    if reports.jsonSchema {
      let output = StandardOutput()
      output.write(JSONReport.schema)
      try output.finish()
      return
    }
    let site = try checkedSite()
    let settings = try AuditSettings(site: site, selection, findings)
    try AuditRun(settings: settings, reports: reports, writeBaseline: findings.writeBaseline).run()
  }

  private func printChecks() throws {
    let output = StandardOutput()
    switch reports.format {
    case nil, .text: output.write(CheckList(style: reports.color.style(for: .standardOutput)).text)
    case .markdown: output.write(CheckTable().text)
    case .json: output.write(JSONReport.rules(AuditCheck.all))
    default: throw usageError("--list-rules prints text, or --format json or markdown.")
    }
    try output.finish()
  }

  /// Checks the options' values, and gives the site.
  private func checkedSite() throws(UsageError) -> String {
    guard let site else {
      throw usageError("Which site? Name its root folder, or ask for --list-rules.")
    }
    guard site != "-" else {
      throw usageError("audit reads a whole site: name its root folder; - has no meaning here.")
    }
    if reports.inventory != nil, reports.format != nil {
      throw usageError("--inventory and --format both want standard output: choose one.")
    }
    if reports.format == .csv {
      throw usageError("csv holds the links and no findings: ask for it with --inventory csv.")
    }
    if reports.quiet, reports.verbose {
      throw usageError("--quiet and --verbose exclude each other.")
    }
    if reports.quiet, reports.format != nil || reports.inventory != nil {
      throw usageError("--quiet prints nothing: write the report to a file with --report.")
    }
    for target in reports.report {
      guard !target.path.isEmpty else { throw usageError("--report needs the name of a file.") }
      guard target.format != nil else {
        throw usageError(
          "--report \(target.path): its format is not known by its ending (\(ReportFormat.knownEndings)): "
            + "write FORMAT:FILE, with one of \(ReportFormat.names).")
      }
    }
    try checkFiles()
    if let fault = selection.fault { throw usageError("\(fault).") }
    return site
  }

  /// Checks that no two reports go to one file.
  private func checkFiles() throws(UsageError) {
    let isOutputAskedFor = reports.inventory != nil || reports.format != nil
    var seen: Set<String> = isOutputAskedFor ? [OutputFile.standardOutput] : []
    for path in reports.report.map(\.path) + [findings.writeBaseline].compactMap({ $0 }) {
      let identity = path == "-" ? OutputFile.standardOutput : OutputFile.identity(of: path)
      guard let identity, !seen.insert(identity).inserted else { continue }
      throw usageError(
        identity == OutputFile.standardOutput
          ? "\(path) is standard output, and something else goes there too: give each report a place of its own."
          : "\(path) is to be written twice: give each report a file of its own.")
    }
  }

  private func usageError(_ message: String) -> UsageError {
    UsageError(command: Self.self, message: message)
  }
}
