import ArgumentParser
internal import AutoTagAudit
internal import AutoTagFiles
internal import AutoTagSite
internal import AutoTagText
internal import SystemPackage

/// `autotag merge`: puts the results of a site's parts together.
struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the facts, summaries or audits of a site's parts together.",
    discussion: """
      The parts may be given in any order. They are facts of autotag scan, or what
      rewrite or audit wrote with --shard and --format json; which of them, the files
      tell. Of summaries and audits every part has to be there, once. The whole is
      what one run over all of the site writes. Where facts say different things of
      the same file, the site was changed between the scans, and nothing is written.

      Examples:
        autotag merge facts-1 facts-2 facts-3 --output facts
        autotag merge audit-*.json --output audit.json

      Exit status: 0 done; 2 wrong usage, or parts that do not belong together.
      """)

  @Argument(
    help: ArgumentHelp(
      "The parts: facts, or JSON of rewrite or audit, as they were written with --shard.", valueName: "part"),
    completion: .file())
  var parts: [String]

  @Option(
    name: [.short, .long], help: ArgumentHelp("Write the whole to FILE.", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(name: [.short, .long], help: "Print nothing but failures.")
  var quiet = false

  func run() throws {
    let done: String
    switch try kind() {
    case .facts:
      done = "hash \(try FactsMerge.merge(parts, to: output))"
    case .summary:
      try SummaryMerge.merge(parts, to: output)
      done = Count.of(parts.count, "part")
    case .audit:
      let summary = try AuditMerge.merge(parts, to: output)
      done = "\(Count.of(parts.count, "part")), \(Count.of(summary.pagesRead, "page")) read"
    }
    if quiet { return }
    let standardOutput = StandardOutput()
    standardOutput.write("\(output): \(done)\n")
    try standardOutput.finish()
  }

  /// The kinds of results.
  private enum Kind {
    case facts, summary, audit
  }

  /// The kind of the parts, by the beginning of the first one.
  private func kind() throws(SiteError) -> Kind {
    guard let path = parts.first else { return .facts }
    var start = [UInt8](repeating: 0, count: 256)
    do throws(Errno) {
      let file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
      defer { try? file.close() }
      let count = try FileSystem.readSome(file, at: 0, into: &start)
      start.removeLast(start.count - count)
    } catch {
      throw SiteError("\(path) cannot be read: \(error.description)")
    }
    let text = String(decoding: start, as: UTF8.self)
    if text.contains("\"kind\": \"\(JSONReport.kind)\"") { return .audit }
    if text.contains("\"kind\": \"\(JSONSummary.kind)\"") { return .summary }
    if text.hasPrefix("{\"fact\":") { return .facts }
    throw SiteError(
      "\(path) is no facts, summary or audit of a part: merge takes what autotag scan, and rewrite and audit with "
        + "--shard K/N --format json, wrote")
  }
}
