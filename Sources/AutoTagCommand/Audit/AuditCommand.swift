import ArgumentParser
internal import AutoTagAudit
internal import AutoTagBaseline
import AutoTagFiles
import SystemPackage

/// `autotag audit`: reports what would lose a commission.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Report what would lose a commission, and change nothing.",
    usage: """
      autotag audit [<site> ... | <page> ...] [<options>]
      autotag audit - --stream <format> --facts <file> [<options>] < in > lines
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

      Without a site the configuration's is taken. Several sites make one report,
      in which paths begin at the current folder. Pages that are named go by the
      redirects of the configuration's site, or of the folder above them that is
      one by its redirect files, as by rewrite.

      A site without a folder comes through standard input with --stream, as for
      rewrite. A line of JSON comes out for each file, before the next is waited for,
      and one with "end" behind the last, without which none counts. What concerns
      all pages together autotag merge tells, from the outputs of all streams.

      Examples:
        autotag audit public
        autotag audit public-en public-de
        git diff -z --name-only --relative | \\
          autotag audit --allow-empty --files-from -
        autotag audit public --fail-on warning --report audit.sarif
        autotag audit public --format github --report audit.html --report audit.md
        autotag audit public --inventory csv > links.csv
        autotag audit public --write-baseline autotag-baseline.json
        autotag audit public --baseline autotag-baseline.json
        autotag audit - --stream tar --facts facts < site.tar > lines.jsonl

      Exit status: 0 no finding that counts; 1 findings at or above --fail-on;
      2 wrong usage or configuration; 3 some files failed; 4 a stream was cut off.
      """)

  @Argument(
    help: ArgumentHelp(
      "Root folders of sites, or pages of a site. (default: the configuration's site)", valueName: "site"),
    completion: .file())
  var paths: [String] = []

  @OptionGroup(title: "Findings") var findings: FindingOptions
  @OptionGroup(title: "Reports") var reports: ReportOptions
  @OptionGroup(title: "Pages and links") var selection: SelectionOptions
  @OptionGroup(title: "Pages and links") var pages: PageListOptions
  @OptionGroup(title: "Parts of a site") var part: PartOptions
  @OptionGroup(title: "Parts of a site") var streams: StreamOptions

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
    if let format = streams.stream {
      try checkOptions(for: format)
      try StreamedAuditRun(
        format: format, settings: try StreamOptions.settings(selection), findings: findings, part: part,
        isQuiet: reports.quiet, isVerbose: reports.verbose, color: reports.color
      ).run()
      return
    }
    try checkOptions()
    let inputs = try RunInputs(paths, pages.list, selection, for: Self.self)
    if part.facts != nil || part.shard != nil {
      guard inputs.sites.count == 1, !inputs.isLimited else {
        throw usageError("--facts and --shard are about one site: name its root folder.")
      }
      guard part.shard == nil || findings.known.writeBaseline == nil else {
        throw usageError("--write-baseline needs a whole site: a baseline of a part would forget the others.")
      }
    }
    try checkBaselines(of: inputs)
    let sites = try inputs.sites.map { try AuditSettings($0, findings, part) }
    if sites.count > 1, !inputs.isLimited, sites.contains(where: \.sharesBaseline) { throw oneSiteEach }
    try AuditRun(sites: sites, reports: reports, writeBaseline: findings.known.writeBaseline).run()
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

  /// Checks that a baseline that is named belongs to the one site that is audited: its entries do not name their site.
  private func checkBaselines(of inputs: RunInputs) throws(UsageError) {
    if inputs.isLimited, findings.known.writeBaseline != nil {
      throw usageError(
        "--write-baseline needs a whole site: a baseline of some pages would forget the others.")
    }
    guard inputs.sites.count > 1, !inputs.isLimited else { return }
    if findings.known.writeBaseline != nil || findings.known.baseline != nil { throw oneSiteEach }
  }

  private var oneSiteEach: UsageError {
    usageError(
      "A baseline is of one site: audit the sites one by one, each with a baseline of its own, as in autotag audit SITE "
        + "--baseline FILE; several at once go by the \(Baseline.Kind.audit.fileName) in each.")
  }

  /// Checks the options of an audit whose output is lines.
  private func checkOptions(for format: StreamOptions.Format) throws(UsageError) {
    guard paths == ["-"] else {
      throw usageError(
        "--stream is about files from standard input: autotag audit - --stream \(format.rawValue) --facts FILE."
      )
    }
    let meaningless: [(isGiven: Bool, name: String)] = [
      (reports.format != nil && reports.format != .json, "--format"),
      (!reports.report.isEmpty, "--report"),
      (reports.inventory != nil, "--inventory"),
      (findings.known.writeBaseline != nil, "--write-baseline"),
      (pages.filesFrom != nil, "--files-from"),
      (pages.allowEmpty, "--allow-empty"),
      (selection.online, "--online"),
      (part.shard != nil, "--shard"),
    ]
    if let option = meaningless.first(where: \.isGiven) {
      throw usageError(
        "\(option.name) has no meaning with --stream, which prints a line of JSON for each file; autotag merge makes "
          + "one report of them.")
    }
    if reports.quiet, reports.verbose { throw usageError("--quiet and --verbose exclude each other.") }
    if let fault = selection.fault { throw usageError("\(fault).") }
  }

  /// Checks the options' values.
  private func checkOptions() throws(UsageError) {
    guard !paths.contains("-") else {
      throw usageError(
        "audit reads a whole site: name its root folder; - is one from standard input, with --stream FORMAT.")
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
    for target in reports.report {
      guard !target.path.isEmpty else { throw usageError("--report needs the name of a file.") }
      guard target.format != nil || target.path != "-" else {
        throw usageError(
          "--report -: standard output has no ending that tells the format: write FORMAT:-, such as json:-.")
      }
      guard target.format != nil else {
        throw usageError(
          "--report \(target.path): its format is not known by its ending (\(ReportFormat.knownEndings)): "
            + "write FORMAT:FILE, with one of \(ReportFormat.names).")
      }
    }
    try checkFiles()
    if let fault = selection.fault { throw usageError("\(fault).") }
  }

  /// Checks that no two reports go to one file.
  private func checkFiles() throws(UsageError) {
    let isOutputAskedFor = reports.inventory != nil || reports.format != nil
    var seen: Set<String> = isOutputAskedFor ? [OutputFile.standardOutput] : []
    for path in reports.report.map(\.path) + [findings.known.writeBaseline].compactMap({ $0 }) {
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
