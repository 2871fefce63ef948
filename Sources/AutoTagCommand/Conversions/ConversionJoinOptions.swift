import ArgumentParser
internal import AutoTagAudit
internal import AutoTagConfiguration
internal import AutoTagConversions
internal import AutoTagEarnings
import AutoTagFiles
internal import AutoTagSite
internal import AutoTagText
internal import Synchronization
import SystemPackage

/// The options that name what conversions are joined with: the site's links, and orders that the owner knows of.
struct ConversionJoinOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Say which pages and links of the site in this folder earned, by the settings that autotag audit has for it.",
      valueName: "folder"), completion: .directory)
  var site: String?

  @Option(
    help: ArgumentHelp(
      "The same by a report of autotag audit --format json, without reading the site.", valueName: "file"),
    completion: .file(extensions: ["json"]))
  var audit: String?

  @Option(
    help: ArgumentHelp(
      """
      Write Rakuten's bulk template of transaction inquiries to FILE, for the orders of --orders of 7 to 180 days that no \
      commissionable line has; - is standard output.
      """, valueName: "file"), completion: .file(extensions: ["csv"]))
  var inquiries: String?

  @Option(
    help: ArgumentHelp(
      "A CSV file with the columns order id, date, amount and mid, and u1 where it is known, for --inquiries.",
      valueName: "file"),
    completion: .file(extensions: ["csv"]))
  var orders: String?

  @Option(
    help: ArgumentHelp(
      "The day that the orders' ages are counted to, such as 2026-10-31. (default: today, in UTC)",
      valueName: "day"))
  var today: String?

  /// The fault in the options; `nil` for none.
  var fault: String? {
    if site != nil, audit != nil { return "--site and --audit both have the links: choose one." }
    if inquiries != nil, orders == nil {
      return "--inquiries needs the orders: name a CSV file with --orders."
    }
    if orders != nil, inquiries == nil { return "--orders are for --inquiries: name the file to be written." }
    for (option, path) in [("--audit", audit), ("--orders", orders)] where path == "-" {
      return "\(option) needs the name of a file: only the files to be read may be standard input."
    }
    if inquiries?.isEmpty ?? false { return "--inquiries needs the name of a file." }
    guard let today else { return nil }
    if inquiries == nil { return "--today is for --inquiries." }
    return Day(today) == nil ? "--today must be a day such as 2026-10-31, not “\(today)”." : nil
  }

  /// The day that counts as today.
  var currentDay: Day { today.flatMap(Day.init) ?? .current }

  // MARK: Links

  /// The links of the site, and whether they are all.
  struct Links {
    let links: SiteLinks
    /// False where files of the site could not be read.
    let isWhole: Bool
  }

  /// The settings of the site whose links are wanted; `nil` where none are.
  func siteSettings(_ search: ConfigurationSearch) throws -> SiteSettings? {
    if let site {
      try NearestPath.expectSite(site)
      let settings = try SiteSettings(site: site, search, SiteSettings.Overrides())
      try settings.expectSiteItself(for: "conversions", by: .neededOption)
      return settings
    }
    return try audit.map { path in
      try SiteSettings(site: try savedAudit(path).site, search, SiteSettings.Overrides())
    }
  }

  func links(_ settings: SiteSettings, _ reports: ConversionReportOptions) throws -> Links {
    let options = settings.rewrite
    let codes = try options.readCodes()
    let paths = ShownPaths(of: options.site)
    if let audit {
      let pages = try savedAudit(audit).pages
      return Links(
        links: SiteLinks(name: audit, pages: pages, options, codes: codes, paths: paths), isWhole: true)
    }
    if !reports.quiet {
      let input = SiteInput(settings: settings, files: nil, isConfigured: false)
      RunNotes.write(input.notes(showsAll: reports.verbose), reports.color)
    }
    // A baseline is about findings, of which none is wanted.
    var audit = try settings.auditOptions(baseline: nil, makesBaseline: true)
    audit.makesBaseline = false
    let pages = Mutex<[AuditedPage]>([])
    let result = try WatchedRun.of(showsLine: !reports.quiet, writes: false) { listener throws(SiteError) in
      try SiteAudit(audit).run(progress: listener) { page in
        let links = AuditedPage(file: page.path, links: page.links, findings: [])
        if !page.links.isEmpty { pages.withLock { $0.append(links) } }
      }
    }
    let problems = result.summary.problems
    let lines = ProblemLines(style: reports.color.style(for: .standardError))
    StandardError.write(lines.text(problems.map { $0.naming(paths) }))
    return Links(
      links: SiteLinks(
        name: options.site, pages: pages.withLock { $0 }, options, codes: codes, paths: paths),
      isWhole: problems.isEmpty)
  }

  private func savedAudit(_ path: String) throws -> SavedAudit {
    let bytes = try WholeFile.read(path, limit: WholeFile.dataLimit) { error in
      CommandFailure(
        exitStatus: ExitStatus.usage, message: "the audit \(path) cannot be read: \(error.description)")
    }
    return try SavedAudit(bytes, file: path)
  }

  // MARK: Orders

  /// The inquiries about orders that no line has; `nil` where none are wanted.
  func inquiries(
    about conversions: Conversions, _ options: ConversionOptions
  ) throws(ConversionsError) -> Inquiries? {
    guard let orders else { return nil }
    return try Inquiries(
      about: ConversionInput(path: orders), conversions, options,
      today: currentDay)
  }
}
