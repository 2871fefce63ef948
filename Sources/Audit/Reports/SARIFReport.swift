internal import AutoTagBytes
import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking

/// The audit in the Static Analysis Results Interchange Format 2.1.0, which code hosts show in the diff.
///
/// Files are named by their path from the folder that the program was run in, `%SRCROOT%`: GitHub knows a file by
/// its path in the repository. Where the site is outside of that folder they are relative to the site's root.
///
/// Code hosts refuse a run of more than 25,000 results (GitHub's “SARIF support for code scanning”, as of 2026), so that there
/// are no more: of one rule at most 20 on a page, and beyond that the least severe and the last are left out. A notification
/// says how many.
package struct SARIFReport: AuditReport {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  private static let runFolder = "%SRCROOT%"
  private static let siteFolder = "SITEROOT"

  private var paths = ShownPaths(site: "")
  /// The site's root as it was named.
  private var site = ""
  private var checkIndices: [String: Int] = [:]
  /// The results that there are so far, each as a line, in the order of the site; `nil` for one that had to go.
  private var results: [[UInt8]?] = []
  /// The indices of those that are there, by severity.
  private var indices: [Severity: [Int]] = [:]
  private var leftOut = 0

  private let limit: Int
  private let limitOnPage: Int

  /// - Parameters:
  ///   - limit: the most results.
  ///   - limitOnPage: the most of one rule on one page.
  package init(limit: Int = 25_000, limitOnPage: Int = 20) {
    (self.limit, self.limitOnPage) = (limit, limitOnPage)
  }

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    (paths, site) = (context.paths, context.site)
    checkIndices = Dictionary(
      context.checks.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { first, _ in first })
    let driver = JSONValue.object([
      ("name", .string("autotag")),
      ("version", .string(context.version)),
      ("rules", .array(context.checks.map(Self.check))),
    ])
    var bytes = Array("{\n  \"$schema\": \"\(Self.schema)\",\n  \"version\": \"2.1.0\",\n".utf8)
    bytes += "  \"runs\": [\n    {\n      \"tool\": {\n        \"driver\": ".utf8
    bytes += driver.text(indentation: "        ").utf8
    bytes += "\n      },\n      \"columnKind\": \"utf16CodeUnits\",\n".utf8
    // As lines are counted here; the default has no carriage return alone.
    bytes +=
      "      \"newlineSequences\": [\"\\r\\n\", \"\\n\", \"\\r\"],\n      \"originalUriBaseIds\": ".utf8
    bytes += folders.text(indentation: "      ").utf8
    bytes += ",\n      \"results\": [".utf8
    return bytes
  }

  package mutating func page(_ page: AuditedPage) -> [UInt8] {
    var ofRule: [String: Int] = [:]
    for finding in page.findings {
      guard ofRule[finding.code, default: 0] < limitOnPage else {
        leftOut += 1
        continue
      }
      ofRule[finding.code, default: 0] += 1
      add(finding)
    }
    return []
  }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    for finding in summary.siteFindings { add(finding) }
    var bytes: [UInt8] = []
    for result in results.lazy.compactMap(\.self) {
      bytes += (bytes.isEmpty ? "\n        " : ",\n        ").utf8
      bytes += result
    }
    bytes += (bytes.isEmpty ? "],\n" : "\n      ],\n").utf8
    let limits = leftOut > 0 ? [leftOutNotification] : []
    let invocation = JSONValue.object([
      ("executionSuccessful", .truth(summary.problems.isEmpty)),
      ("toolExecutionNotifications", .array(limits + summary.problems.map(notification))),
    ])
    bytes += "      \"invocations\": ".utf8
    bytes += JSONValue.array([invocation]).text(indentation: "      ").utf8
    bytes += "\n    }\n  ]\n}\n".utf8
    return bytes
  }

  private var folders: JSONValue {
    var site: [(String, JSONValue)] = []
    if self.site.hasPrefix("/") {
      let path = self.site.hasSuffix("/") ? self.site : self.site + "/"
      site.append(("uri", .string("file://" + PathURL.percentEncoded(path))))
    }
    site.append(("description", .object([("text", .string("The root of the site."))])))
    return .object([
      (
        Self.runFolder,
        .object([("description", .object([("text", .string("The folder that autotag was run in."))]))])
      ),
      (Self.siteFolder, .object(site)),
    ])
  }

  private static func check(_ check: AuditCheck) -> JSONValue {
    let repair = check.rewriteRepairs ? "`autotag rewrite` repairs it, always or in some cases." : nil
    let help = [check.why, check.fix, repair?.replacing("`", with: "")].compactMap(\.self)
    let markdown = [check.why, "**How to fix it.** " + check.fix, repair].compactMap(\.self)
    return .object([
      ("id", .string(check.code)),
      ("shortDescription", .object([("text", .string(check.title))])),
      ("fullDescription", .object([("text", .string(check.why))])),
      (
        "help",
        .object([
          ("text", .string(help.joined(separator: "\n\n"))),
          ("markdown", .string(markdown.joined(separator: "\n\n"))),
        ])
      ),
      ("defaultConfiguration", .object([("level", .string(level(of: check.severity)))])),
    ])
  }

  private static func level(of severity: Severity) -> String {
    switch severity {
    case .error: "error"
    case .warning: "warning"
    case .info: "note"
    }
  }

  private mutating func add(_ finding: Finding) {
    if indices.values.reduce(0, { $0 + $1.count }) >= limit {
      // Those of a severity that were found last go first.
      guard let least = Severity.fromWorst.last(where: { indices[$0]?.isEmpty == false }),
        least < finding.severity,
        let last = indices[least]?.popLast()
      else {
        leftOut += 1
        return
      }
      results[last] = nil
      leftOut += 1
    }
    var line: [UInt8] = []
    result(finding).writeLine(to: &line)
    indices[finding.severity, default: []].append(results.count)
    results.append(line)
  }

  private var leftOutNotification: JSONValue {
    .object([
      ("level", .string("warning")),
      (
        "message",
        Self.message(
          "\(Count.of(leftOut, "result")) left out: code hosts take \(limit) of a run, and of one rule \(limitOnPage) on a page "
            + "are enough. The least severe are left out first; the report as JSON has them all.")
      ),
      ("descriptor", .object([("id", .string("results-left-out"))])),
    ])
  }

  private func result(_ finding: Finding) -> JSONValue {
    var fields: [(String, JSONValue)] = [("ruleId", .string(finding.code))]
    if let index = checkIndices[finding.code] { fields.append(("ruleIndex", .integer(index))) }
    let text =
      PastedText.withLineEnds(paths.message(of: finding))
      + (finding.fix.isEmpty ? "" : "\n" + PastedText.withLineEnds(paths.fix(of: finding)))
    let places = places(of: finding)
    fields += [
      ("level", .string(Self.level(of: finding.severity))),
      ("message", Self.message(text)),
      ("locations", .array([.object([("physicalLocation", places[0].place)])])),
      ("partialFingerprints", .object([("autotag/v1", .string(finding.fingerprint))])),
      ("properties", .object([("repairedByRewrite", .truth(finding.isRepairedByRewrite))])),
    ]
    let related = places.dropFirst().map { place, words in
      JSONValue.object([("physicalLocation", place), ("message", Self.message(words))])
    }
    if !related.isEmpty { fields.append(("relatedLocations", .array(related))) }
    return .object(fields)
  }

  /// The place of a finding, and the other one where its page was made from a source: a line of the source comes first, as a
  /// page that is built is in no diff.
  private func places(of finding: Finding) -> [(place: JSONValue, words: String)] {
    let page = JSONValue.object([
      ("artifactLocation", location(of: finding.path)), ("region", Self.region(of: finding)),
    ])
    guard let source = finding.source else { return [(page, "")] }
    let region = source.line.map { [("region", JSONValue.object([("startLine", .integer($0))]))] } ?? []
    let made = JSONValue.object([("artifactLocation", location(of: source.path))] + region)
    let words = ("The page that was made from it.", "The file that the page was made from.")
    return source.line == nil ? [(page, words.0), (made, words.1)] : [(made, words.1), (page, words.0)]
  }

  private func location(of file: String) -> JSONValue {
    let path = paths.path(of: file)
    if ShownPaths.isInside(path) {
      return .object([
        ("uri", .string(PathURL.percentEncoded(path))), ("uriBaseId", .string(Self.runFolder)),
      ])
    }
    guard !file.hasPrefix("/") else {
      return .object([("uri", .string("file://" + PathURL.percentEncoded(file)))])
    }
    return .object([
      ("uri", .string(PathURL.percentEncoded(file))), ("uriBaseId", .string(Self.siteFolder)),
    ])
  }

  private static func region(of finding: Finding) -> JSONValue {
    let position = SourcePosition(finding)
    // Without columns the region is the whole line.
    guard let columns = position.columns, let excerpt = finding.excerpt else {
      return .object([("startLine", .integer(position.line))])
    }
    return .object([
      ("startLine", .integer(position.line)),
      ("startColumn", .integer(columns.lowerBound)),
      ("endColumn", .integer(columns.upperBound)),
      ("snippet", .object([("text", .string(excerpt.marked))])),
    ])
  }

  /// In a plain message `[a](b)` is a link; what a page holds is none.
  private static func message(_ text: String) -> JSONValue {
    let isLikeLink = text.contains("](")
    let plain =
      isLikeLink
      ? text.replacing("\\", with: "\\\\").replacing("[", with: "\\[").replacing("]", with: "\\]") : text
    return .object([("text", .string(plain))])
  }

  private func notification(_ problem: Problem) -> JSONValue {
    .object([
      ("level", .string("error")),
      ("message", Self.message(paths.message(of: problem))),
      ("descriptor", .object([("id", .string(problem.code))])),
      (
        "locations",
        .array([
          .object([("physicalLocation", .object([("artifactLocation", location(of: problem.path))]))])
        ])
      ),
    ])
  }
}
