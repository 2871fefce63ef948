internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagSite
internal import SystemPackage

/// Puts the summaries of `rewrite` over a site's parts together: counts are added, and a problem that each part tells of is
/// told once.
enum SummaryMerge {
  /// - Parameters:
  ///   - paths: what `rewrite --shard --format json` printed for each part, in any order, each part once.
  ///   - output: the file, which is replaced when all is written.
  /// - Throws: `SiteError` for files that are no such summaries or do not belong together, and where one is missing.
  static func merge(_ paths: [String], to output: String) throws(SiteError) {
    var parts: [Part] = []
    for path in paths { parts.append(try Part(path)) }
    try Shards.check(
      parts.map { Shards.Part(path: $0.path, shard: $0.shard, run: [$0.version, $0.facts ?? ""]) })
    parts.sort { $0.shard.number < $1.shard.number }
    guard let first = parts.first else { return }
    let seconds = Elapsed.seconds(parts.reduce(Duration.zero) { $0 + $1.duration })
    let totals = sum(parts.map(\.root), totals)
    var site: [(String, JSONValue)] = []
    if case .object(let members) = first.site.value {
      for member in members where !totals.contains(where: { $0.0 == member.name }) {
        switch member.name {
        case "shard": site.append(("shard", .null))
        case "duration_seconds": break
        default: site.append((member.name, JSONValue(member.value)))
        }
      }
    }
    site += totals + [("duration_seconds", .number(seconds))]
    let text =
      JSONValue.object(
        [("kind", .string(JSONSummary.kind)), ("version", .string(first.version))] + totals
          + [
            ("sites", .array([.object(site)])),
            ("problems", .array(problems(parts.map(\.root)))),
            ("duration_seconds", .number(seconds)),
          ]
      ).text() + "\n"
    do throws(Errno) {
      let file = try OutputFile(output, number: 0, isDurable: true)
      file.write(Array(text.utf8))
      try file.finish()
    } catch {
      throw SiteError("the summary cannot be written to \(output): \(error.description)", mayPass: true)
    }
  }

  /// The names of the counts, as `JSONSummary.totals` has them.
  private static let totals = [
    "pages", "links", "groups", "mended_rules", "unread_files", "codes", "pruned_files",
  ]

  private static func sum(_ roots: [JSONNode], _ names: [String]) -> [(String, JSONValue)] {
    names.map { name in (name, sum(roots.compactMap { $0[name] })) }
  }

  /// The sum of values of one kind: of numbers, of the members of objects by their names; lists one behind the other.
  private static func sum(_ values: [JSONNode]) -> JSONValue {
    let given = values.filter { if case .null = $0.value { false } else { true } }
    switch given.first?.value {
    case .number: return .integer(given.reduce(0) { $0 &+ ($1.int ?? 0) })
    case .array: return .array(given.flatMap { $0.array ?? [] }.map { JSONValue($0) })
    case .object:
      var names: [String] = []
      for case .object(let members) in given.map(\.value) {
        names += members.map(\.name).filter { !names.contains($0) }
      }
      return .object(names.map { name in (name, sum(given.compactMap { $0[name] })) })
    default: return .null
    }
  }

  /// The problems of all parts, by file and line.
  private static func problems(_ roots: [JSONNode]) -> [JSONValue] {
    func place(_ problem: JSONNode) -> (String, Int, Int, String) {
      (
        problem["file"]?.string ?? "", problem["line"]?.int ?? 0, problem["column"]?.int ?? 0,
        problem["code"]?.string ?? ""
      )
    }
    return Shards.union(roots.map { $0["problems"]?.array ?? [] }) { JSONValue($0).text() }
      .sorted { place($0) < place($1) }.map { JSONValue($0) }
  }

  private struct Part {
    let path: String
    let root: JSONNode
    let site: JSONNode
    let shard: SiteShard
    let facts: String?
    let version: String
    let duration: Duration

    init(_ path: String) throws(SiteError) {
      let bytes: [UInt8]
      do throws(WholeFileError) {
        bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
      } catch {
        throw SiteError("the summary \(path) cannot be read: \(error.description)")
      }
      guard let root = try? JSONReader.read(bytes), root["kind"]?.string == JSONSummary.kind,
        let version = root["version"]?.string, let sites = root["sites"]?.array, let site = sites.first
      else {
        throw SiteError("\(path) is not as autotag rewrite --format json writes a summary, or cut off")
      }
      guard sites.count == 1, let shard = site["shard"]?.string.flatMap({ SiteShard($0) }) else {
        throw SiteError(
          "\(path) is no summary of a part of a site: rewrite it with --shard K/N --format json")
      }
      (self.path, self.root, self.site, self.shard, self.version) = (path, root, site, shard, version)
      facts = site["facts"]?.string
      let digits = if case .number(let digits)? = root["duration_seconds"]?.value { digits } else { "0" }
      // More than a year is none.
      duration = Duration.seconds(min(max(Double(digits) ?? 0, 0), 1e8))
    }
  }
}
