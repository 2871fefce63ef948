internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagTracking

/// The audit of a site behind its pages, made of those of all its parts.
struct WholeAudit {
  private(set) var summary = AuditSummary()
  private var siteFindings: [[UInt8]] = []
  private var problems: [[UInt8]] = []
  private let site: JSONNode?
  /// The sentence about compressed files in streams.
  private let note: String?

  /// - Parameters:
  ///   - ends: of all parts, by their numbers.
  ///   - checks: those that were on.
  init(_ ends: [AuditPartEnd], checks: [AuditCheck]) {
    site = ends.first?.sites.first
    for end in ends { summary.add(end.summary) }
    let parts = ends.map(\.part)
    note = AuditPart.note(onSiblings: parts.reduce(0) { $0 + $1.siblings })
    var unseen = parts.first?.unseen ?? []
    for part in parts { unseen.formIntersection(part.unseen) }
    let ignored = parts.reduce(into: Set<AuditPart.Ignored>()) { $0.formUnion($1.ignored) }
    func line(_ finding: Finding) -> [UInt8]? {
      if ignored.contains(AuditPart.Ignored(code: finding.code, file: finding.file)) {
        summary.ignored += 1
      } else if unseen.remove(finding.fingerprint) != nil {
        summary.inBaseline += 1
      } else {
        summary.add(finding)
        return JSONReport.line(finding)
      }
      return nil
    }

    var maker = SiteFindingMaker(checks)
    let sightings = Self.sightings(parts)
    siteFindings += [sightings.tagNowhere(&maker)].compactMap(\.self).compactMap(line)
    addNotes(ends)
    siteFindings += Self.unreadFiles(parts, &maker).compactMap(line)
    siteFindings += sightings.otherProperties(&maker).compactMap(line)
    summary.fixedSinceBaseline = unseen.count
    problems = Shards.union(ends.map(\.problems), by: \.line).sorted {
      Self.place(of: $0.node) < Self.place(of: $1.node)
    }
    .map(\.line)
  }

  /// The report behind its pages.
  func text(hasPages: Bool) -> [UInt8] {
    var sites: [JSONValue] = []
    if let site, case .object(let fields) = JSONValue(site) {
      sites = [
        .object(
          fields.map { name, value in
            switch name {
            case "summary": (name, JSONReport.summary(summary))
            case "notes": (name, note.map { .array([.string($0)]) } ?? value)
            default: (name, value)
            }
          })
      ]
    }
    return JSONReport.end(
      hasPages: hasPages, siteFindings: siteFindings, problems: problems, sites: sites, part: nil, summary)
  }

  /// Adds the findings about redirect files and the like, which each part made, and counts them once.
  private mutating func addNotes(_ ends: [AuditPartEnd]) {
    for end in ends {
      for (node, _) in end.siteFindings { count(node, -1) }
      summary.ignored -= end.part.ignoredOfSite
      summary.inBaseline -= end.part.knownOfSite.count
    }
    summary.ignored += ends.map(\.part.ignoredOfSite).max() ?? 0
    summary.inBaseline += ends.reduce(into: Set<String>()) { $0.formUnion($1.part.knownOfSite) }.count
    for (node, line) in Shards.union(ends.map(\.siteFindings), by: \.line) {
      count(node, 1)
      siteFindings.append(line)
    }
  }

  private mutating func count(_ finding: JSONNode, _ number: Int) {
    guard let code = finding["code"]?.string,
      let severity = finding["severity"]?.string.flatMap(Severity.init(rawValue:))
    else { return }
    summary.findings[severity, default: 0] += number
    summary.findingsByCode[code, default: 0] += number
    if summary.findingsByCode[code] == 0 { summary.findingsByCode[code] = nil }
  }

  private static func place(of problem: JSONNode) -> (String, Int, String) {
    (problem["file"]?.string ?? "", problem["line"]?.int ?? 0, problem["code"]?.string ?? "")
  }

  // MARK: The site as a whole

  private static func sightings(_ parts: [AuditPart]) -> SiteSightings {
    var all = SiteSightings(mostProperties: .max)
    for part in parts {
      all.pagesWithTokens += part.sightings.pagesWithTokens
      all.pagesWithTag += part.sightings.pagesWithTag
      if let file = part.sightings.firstWithoutTag { all.add(pageWithoutTag: file) }
      for property in part.sightings.properties { all.add(property) }
    }
    return all.ofWholeSite
  }

  private static func unreadFiles(_ parts: [AuditPart], _ maker: inout SiteFindingMaker) -> [Finding] {
    guard let check = maker.check(FileChecks.unreadLinks.code), let include = parts.first?.head.include else {
      return []
    }
    var files = UnreadFiles()
    var origins: [String: String] = [:]
    for kind in parts.flatMap(\.unread) {
      files.add(kind.count, endingIn: kind.ending, first: kind.first.map(\.path))
      for file in kind.first { origins[file.path] = file.origin }
    }
    return files.problems(include: include).map { problem in
      maker.finding(of: problem, check, source: origins[problem.path].map { PageSource(path: $0) })
    }
  }
}
