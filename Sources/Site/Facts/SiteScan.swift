internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
package import AutoTagTracking

/// The result of a scan of a site for its facts.
package struct ScanSummary: Sendable {
  package let redirectFiles: Int
  package let redirectPages: Int
  /// `nil` where no rule can ask for them.
  package let fileNames: Int?
  /// The links that have codes; `nil` where none are used.
  package let codes: Int?
  /// The hash of the facts, as the summaries of the runs that use them have it.
  package let hash: String
  package var problems: [Problem]
}

extension SiteRewriter {
  /// Collects the facts of the site, or of a part of it, and writes them into a file. The names of files are among them where
  /// a rule may ask for one, and in parts always.
  /// - Parameters:
  ///   - path: the file, which is replaced.
  ///   - keepsNames: true for names in any case.
  /// - Throws: `SiteError` where the site or a redirect file cannot be read, and nothing is written then.
  package func writeFacts(
    to path: String, _ head: FactsHead, keepsNames: Bool = false, progress: ProgressListener? = nil
  ) throws(SiteError) -> ScanSummary {
    try writeFacts(to: path, head, names: nil, keepsNames: keepsNames, progress: progress)
  }

  /// - Parameter names: the names of the site's files, of which the folder has those alone that tell something; `nil` where
  ///   it has all.
  func writeFacts(
    to path: String, _ head: FactsHead, names: [String]?, keepsNames: Bool,
    progress: ProgressListener? = nil
  ) throws(SiteError) -> ScanSummary {
    let meter = ProgressMeter(progress)
    var scan = SiteScan(site: site, keepsNames: keepsNames || site.options.shard != nil)
    try meter.counting(pagesOf: site) { () throws(SiteError) in try scan.run(meter) }
    if let names { scan.replaceNames(by: names) }
    if let failed = scan.found.problems.first(where: { $0.severity == .failure }) {
      // A stream's files have their names from its root.
      let shown = names == nil ? failed.naming(ShownPaths(of: site.options.site)) : failed
      let line = failed.line.map { ":\($0)" } ?? ""
      throw SiteError(
        "\(PathText.shown(shown.file))\(line): \(shown.message); facts that lack it would be wrong, and none were written"
      )
    }
    return try scan.write(to: path, head)
  }
}

/// A scan of a site for its facts.
private struct SiteScan {
  let site: Site
  var found = FoundRedirects()
  private var facts = SiteFacts()
  private var names: [String]?
  private let keepsNames: Bool

  /// - Parameter keepsNames: true for the names of files also where no rule here asks for one.
  init(site: Site, keepsNames: Bool) { (self.site, self.keepsNames) = (site, keepsNames) }

  mutating func run(_ meter: ProgressMeter) throws(SiteError) {
    let options = site.options
    if options.redirects.mode != .off { try collect(meter) }
    let redirects = site.scan(&found, for: .auditing)
    let answered = try site.withAnswers(redirects, meter) { (scan) throws(SiteError) in
      try site.lookAtLinks(with: scan, meter)
    }
    found.problems += answered.problems
    // No rule of the whole site asks for a name; of a part nobody knows.
    if answered.scan == nil, found.sources.isEmpty, !keepsNames { names = nil }
    facts = found.facts
    if options.rules.baseURL == nil { facts.origins = SiteOriginFiles(root: site.root).hints }
    facts.lock = try site.lockText().map { Array($0.utf8) }
    if site.usesCodes {
      var rules = options.rules
      rules.redirects = answered.scan
      facts.codes = Array(
        try site.assignCodes(
          rules, noted: nil, writes: !options.dryRun, meter
        ).codes.map.text.utf8)
    }
  }

  private mutating func collect(_ meter: ProgressMeter) throws(SiteError) {
    let files = RedirectFiles(of: site, keepsFacts: true)
    found = try files.read()
    var (names, problems, behind): ([String], [Problem], LinkedNames) = ([], [], LinkedNames())
    var failure: SiteError?
    found.append(
      walked: try site.collectRedirects(
        files, meter, report: { problems.append(Problem($1, file: $0)) },
        enter: { if !$0.path.isEmpty { names.append($0.displayPath + "/") } },
        see: { batch in
          for file in batch.files {
            guard case .link = file.role else {
              names.append(batch.folder.displayPath(file.name))
              // A page's siblings stand with it.
              if case .page(let compressed) = file.role { names += compressed.map(batch.folder.displayPath) }
              continue
            }
            guard failure == nil else { continue }
            do throws(SiteError) { try behind.add(file.name, in: batch.folder) } catch { failure = error }
          }
        }))
    found.problems += problems
    if let failure { throw failure }
    self.names = names + behind.names
  }

  /// Takes the names of files from elsewhere, where any are needed.
  mutating func replaceNames(by others: [String]) { if names != nil { names = others } }

  func write(to path: String, _ head: FactsHead) throws(SiteError) -> ScanSummary {
    var head = head
    head.shard = site.options.shard
    let names = names?.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let lines = facts.lines(head, hasNames: names != nil).sorted { $0.key < $1.key }
    let file = try FactsWriter(path)
    // The names follow all other lines.
    for line in lines { file.write(line) }
    for name in names ?? [] { file.write(FactLine(file: name)) }
    let hash = try file.finish()
    return ScanSummary(
      redirectFiles: facts.redirectFiles.count, redirectPages: facts.pages.count, fileNames: names?.count,
      codes: facts.codes.map { $0.count { $0 == 0x0A } - 1 }, hash: hash, problems: found.problems)
  }
}
