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
      what one run over all of the site writes, but for its duration. Where facts say
      different things of the same file, the site was changed between the scans, and
      nothing is written. Of audits of streams nobody can tell how many there are:
      give the outputs of all.

      Examples:
        autotag merge facts-1 facts-2 facts-3 --output facts
        autotag merge audit-*.json --output audit.json

      Exit status: 0 done; 2 wrong usage, or parts that do not belong together.
      """)

  @Argument(
    help: ArgumentHelp(
      "The parts: facts, or JSON of rewrite or audit, as they were written with --shard or, by audit, with --stream.",
      valueName: "part"),
    completion: .file())
  var parts: [String]

  @Option(
    name: [.short, .long],
    help: ArgumentHelp("Write the whole to FILE (- for standard output).", valueName: "file"),
    completion: .file())
  var output: String

  @Flag(name: [.short, .long], help: "Print nothing but failures.")
  var quiet = false

  func run() throws {
    let file = output == "-" ? OutputFile.standardOutputPath : output
    let done: String
    switch try kind() {
    case .facts:
      done = "hash \(try FactsMerge.merge(parts, to: file))"
    case .summary:
      try SummaryMerge.merge(parts, to: file)
      done = Count.of(parts.count, "part")
    case .audit:
      let summary = try AuditMerge.merge(parts, to: file)
      done = "\(Count.of(parts.count, "part")), \(Count.of(summary.pagesRead, "page")) read"
    }
    if quiet { return }
    guard output != "-" else { return StandardError.write("\(done)\n") }
    let standardOutput = StandardOutput()
    standardOutput.write("\(output): \(done)\n")
    try standardOutput.finish()
  }

  /// The kinds of results.
  private enum Kind: String {
    case facts = "facts"
    case summary = "a summary of rewrite"
    case audit = "an audit"
  }

  /// The kind that all parts have, by their beginnings.
  private func kind() throws(SiteError) -> Kind {
    var first: (kind: Kind, path: String)?
    for path in parts {
      let kind = try kind(of: path)
      if let first, first.kind != kind {
        throw SiteError(
          "\(first.path) is \(first.kind.rawValue) and \(path) \(kind.rawValue): merge those of one kind")
      }
      first = first ?? (kind, path)
    }
    return first?.kind ?? .facts
  }

  private func kind(of path: String) throws(SiteError) -> Kind {
    let start: [UInt8]
    do throws(Errno) {
      let file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
      defer { try? file.close() }
      start = try FileSystem.start(of: file, count: 256)
    } catch {
      throw SiteError("\(path) cannot be read: \(error.description)")
    }
    let text = String(decoding: start, as: UTF8.self)
    if [JSONReport.kind, AuditLine.kind].contains(where: { text.contains("\"kind\": \"\($0)\"") }) {
      return .audit
    }
    if text.contains("\"kind\": \"\(JSONSummary.kind)\"") { return .summary }
    if text.hasPrefix("{\"fact\":") { return .facts }
    throw SiteError(
      "\(path) is no facts, summary or audit of a part: merge takes what autotag scan, rewrite and audit with "
        + "--shard K/N --format json, and audit - --stream wrote")
  }
}
