internal import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagTracking
import SystemPackage

/// Rewrites a site in a tar archive into another archive, by the facts that the archive itself tells.
struct ArchiveRun {
  let archive: ArchiveInput
  let settings: SiteSettings
  /// The new archive; `nil` where nothing is written.
  let output: String?
  let part: PartOptions
  let printing: PrintingOptions
  let failOn: GateOptions.FailOn?
  /// True if the token is taken out of links.
  let untags: Bool

  func run() throws {
    let start = ContinuousClock.now
    if let output { try archive.expectOther(output) }
    let options = try optionsWithFacts()
    let file = try output.map { path throws(SiteError) in
      do throws(Errno) {
        return try OutputFile(path, number: 0, isDurable: true)
      } catch {
        throw Self.failure(path, error)
      }
    }
    let input = try archive.open()
    defer { try? input.close() }
    let new = StreamOutput { (bytes, range) throws(Errno) in
      file?.write(range == bytes.indices ? bytes : Array(bytes[range]))
    }
    let summary = try TarStream(options, from: StreamInput(input), to: new).run()
    guard summary.run.pages.read + summary.run.pages.skipped > 0 || options.allowsEmpty else {
      throw SiteError(
        "no page was found in \(archive.path): looked for \(options.pagesText), from the archive's root; choose others "
          + "with --include, or accept it with --allow-empty")
    }
    // Before it has its name, so that a changed input is told of first.
    try archive.open().close()
    do throws(Errno) {
      try file?.finish()
    } catch {
      throw Self.failure(output ?? "", error)
    }
    if let folder = summary.onlyFolder, !printing.quiet {
      RunNotes.write(
        [
          "all files of \(archive.path) are in \(folder)/, and the site's root is the archive's: where that folder is the site, "
            + "make the archive with tar -C \(ShellText.quoted(folder)) -cf FILE ."
        ], printing.color)
    }
    try report(summary, options, ContinuousClock.now - start)
  }

  private static func failure(_ path: String, _ error: Errno) -> SiteError {
    SiteError(
      "the archive \(path) cannot be written: \(error.description)",
      mayPass: error == .noSpace || error == .diskQuotaExceeded)
  }

  /// A folder for files that are needed meanwhile.
  static func scratchFolder() throws(SiteError) -> ScratchFolder {
    let parent = Terminal.environment("TMPDIR") ?? "/tmp"
    do throws(Errno) {
      return try ScratchFolder(in: parent)
    } catch {
      throw SiteError(
        "the folder for temporary files \(parent) cannot be used: \(error.description); name another one by TMPDIR"
      )
    }
  }

  private func optionsWithFacts() throws -> RewriteOptions {
    var options = settings.rewrite
    if untags { options.untag() }
    guard part.facts == nil else {
      try part.limit(&options)
      return options
    }
    guard options.redirects.mode != .mend else {
      throw SiteError(
        "redirects: mend changes the rules of a site's files, and not those in an archive: use it in a run over the folder"
      )
    }
    guard options.needsFacts else { return options }
    // It goes before the second pass: an open facts file needs no name.
    let scratch = try Self.scratchFolder()
    let facts = scratch.file("facts")
    let head = options.factsHead(version: Version.current)
    let input = try archive.open()
    defer { try? input.close() }
    let scan = try StreamScan(options, scratch: scratch)
    _ = try scan.write(StreamInput(input), as: .tar, to: facts, head)
    options.facts = try withExtendedLifetime(scratch) { () throws(SiteError) in
      try FactsFile(facts, for: head)
    }
    return options
  }

  private func report(
    _ summary: StreamSummary, _ options: RewriteOptions, _ duration: Duration
  ) throws {
    let report = StreamReport(
      summary: summary, options: options, settings: settings, site: archive.path, duration: duration)
    let standardOutput = StandardOutput()
    if printing.format == .json {
      standardOutput.write(report.json.text() + "\n")
      report.printComplaints(printing, failOn)
    } else if printing.quiet {
      report.printComplaints(printing, failOn)
    } else {
      let style = printing.color.style(for: .standardOutput)
      let found = [settings.found] + [output.map { "Output: \($0)" }].compactMap(\.self)
      standardOutput.write(
        report.text(style, found: found, isVerbose: printing.verbose, isOnlyAsking: output == nil))
    }
    try standardOutput.finish()
    try report.end(failOn, isQuiet: printing.quiet)
  }
}
