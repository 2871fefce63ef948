import ArgumentParser
internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
import SystemPackage

/// `autotag scan`: writes the facts of a site, for runs over its parts.
struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Write the facts of a site, for runs over parts of it.",
    discussion: """
      For sites that are too large for one machine. A link's redirect may stand in
      any file of the site: scan reads them once and writes what a part has to know
      of the whole, as sorted JSON lines: redirect files, redirecting pages, the
      lock file's answers, the codes of links and, where a rule asks for them, the
      names of all files. With these facts rewrite does a part of the site as it
      does the whole, byte for byte, and reads no page of another part. Settings
      are taken as by rewrite, and must be the same in both.

      Examples:
        autotag scan public --output facts
        autotag rewrite public --output dist --facts facts --shard 1/16
        autotag scan public --output facts-3 --shard 3/16
        autotag merge facts-* --output facts
        autotag scan - --stream tar --output facts < site.tar
        autotag scan - --stream tar --names --output facts-3 < part-3.tar

      Exit status: 0 done; 2 wrong usage or configuration, or a redirect file that
      cannot be read; 4 a stream was cut off: no facts are written then.
      """)

  @Argument(
    help: ArgumentHelp(
      "The site's root folder, or a tar archive of it; - with --stream. (default: the configuration's site)",
      valueName: "site"),
    completion: .directory)
  var site: String?

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write the facts to FILE (- for standard output).", valueName: "file"),
    completion: .file())
  var output: String

  @Option(
    help: ArgumentHelp(
      "Read the K-th of N parts of the site; autotag merge puts their facts together.", valueName: "k/n"),
    transform: SiteShard.parse)
  var shard: SiteShard?

  @Flag(
    help: """
      Write the names of all files also where no rule asks for one: for a stream that has a part of the site's files, whose \
      facts autotag merge puts together with those of the others.
      """)
  var names = false

  @OptionGroup var streams: StreamOptions
  @OptionGroup(title: "Pages and links") var selection: SelectionOptions
  @OptionGroup(title: "Printing") var printing: ScanPrintingOptions

  func run() throws {
    if let fault = selection.fault { throw UsageError(command: Self.self, message: "\(fault).") }
    if printing.quiet, printing.verbose {
      throw UsageError(command: Self.self, message: "--quiet and --verbose exclude each other.")
    }
    let (summary, root) = try streamed() ?? scanned()
    let style = printing.color.style(for: .standardError)
    let lines = ProblemLines(style: style, limit: printing.verbose ? Int.max : TextSummary.shownNotes)
    let problems =
      root.map { root in summary.problems.map { $0.naming(ShownPaths(of: root)) } } ?? summary.problems
    StandardError.write(lines.text(printing.quiet ? problems.filter { $0.severity != .note } : problems))
    if printing.quiet { return }
    let report = printing.format == .json ? json(summary) : text(summary)
    guard output != "-" else { return StandardError.write(report) }
    let standardOutput = StandardOutput()
    standardOutput.write(report)
    try standardOutput.finish()
  }

  /// The file that the facts go to.
  private var file: String { output == "-" ? OutputFile.standardOutputPath : output }

  /// Throws for facts that no run takes.
  private func expectUsable(_ options: RewriteOptions) throws(CommandFailure) {
    guard options.redirects.mode == .mend else { return }
    throw CommandFailure(
      exitStatus: ExitStatus.usage,
      message:
        "redirects: mend changes rules by the links of the whole site, so that no run by facts does it: give --redirects auto "
        + "to the scan and to those runs")
  }

  /// Scans the site's folder.
  private func scanned() throws -> (ScanSummary, root: String?) {
    let inputs = try RunInputs([site].compactMap(\.self), PageList(), selection, for: Self.self)
    guard let input = inputs.sites.first, !inputs.isLimited else {
      throw UsageError(command: Self.self, message: "Name the site's root folder.")
    }
    var options = input.settings.rewrite
    options.shard = shard
    try expectUsable(options)
    if let place = try? FileSystem.realPath(PathNames.folder(of: output)), output != "-",
      let root = try? FileSystem.realPath(options.site),
      (place + "/").hasPrefix(root == "/" ? root : root + "/")
    {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "the facts \(output) would lie in the site \(options.site) and be a file of it: name a place beside it"
      )
    }
    if shard != nil, options.rules.groups.contains(where: \.usesCodes) {
      throw UsageError(
        command: Self.self,
        message: "Codes are given to the links of the whole site: with subid: code leave --shard out.")
    }
    let scan = options
    let summary = try WatchedRun.of(showsLine: !printing.quiet, writes: false) {
      (listener) throws(SiteError) in
      try SiteRewriter(scan).writeFacts(
        to: file, scan.factsHead(version: Version.current), keepsNames: names, progress: listener)
    }
    return (summary, input.site)
  }

  /// Scans a stream or an archive; `nil` where the site is a folder.
  private func streamed() throws -> (ScanSummary, root: String?)? {
    let archive =
      try streams.stream == nil ? site.flatMap { path throws(CommandFailure) in try ArchiveInput(path) } : nil
    guard streams.stream != nil || archive != nil else {
      if site != "-" { return nil }
      throw UsageError(
        command: Self.self, message: "- is a site from standard input: say how it comes with --stream.")
    }
    guard archive != nil || site == "-" else {
      throw UsageError(
        command: Self.self,
        message: "--stream is about files from standard input: autotag scan - --stream FORMAT.")
    }
    guard shard == nil else {
      throw UsageError(
        command: Self.self, message: "--shard is about a folder: all files of a stream are read.")
    }
    let options = try StreamOptions.settings(selection).rewrite
    try expectUsable(options)
    let scan = try StreamScan(options, scratch: try ArchiveRun.scratchFolder())
    let input = try archive?.open()
    defer { try? input?.close() }
    let summary = try scan.write(
      StreamInput(input ?? FileDescriptor.standardInput), as: streams.stream?.files ?? .tar,
      to: file, options.factsHead(version: Version.current), keepsNames: names)
    return (summary, nil)
  }

  private func text(_ summary: ScanSummary) -> String {
    let parts = [
      Count.of(summary.redirectFiles, "redirect file"), Count.of(summary.redirectPages, "redirecting page"),
      summary.codes.map { Count.of($0, "code") }, summary.fileNames.map { Count.of($0, "name") },
    ]
    return "\(output): \(parts.compactMap(\.self).joined(separator: ", ")), hash \(summary.hash)\n"
  }

  private func json(_ summary: ScanSummary) -> String {
    JSONValue.object([
      ("version", .string(Version.current)),
      ("facts", .string(summary.hash)),
      ("redirect_files", .integer(summary.redirectFiles)),
      ("redirecting_pages", .integer(summary.redirectPages)),
      ("codes", JSONValue(summary.codes)),
      ("names", JSONValue(summary.fileNames)),
    ]).text() + "\n"
  }
}

extension SiteShard {
  /// Reads the value of an option.
  static func parse(_ text: String) throws -> SiteShard {
    guard let shard = SiteShard(text) else {
      throw ValidationError(
        "'\(text)' is no part: write K/N, such as 3/16 for the third of 16 parts, with K from 1 to N.")
    }
    return shard
  }
}
