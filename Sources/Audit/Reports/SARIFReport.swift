internal import AutoTagBytes
import AutoTagSite
internal import AutoTagTracking

/// The audit in the Static Analysis Results Interchange Format 2.1.0, which code hosts show in the diff.
///
/// Files are named by their path from the folder that the program was run in, `%SRCROOT%`: GitHub knows a file by
/// its path in the repository. Where the site is outside of that folder they are relative to the site's root.
package struct SARIFReport: AuditReport {
  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
  private static let runFolder = "%SRCROOT%"
  private static let siteFolder = "SITEROOT"

  private var folder = SiteFolder(site: "")
  private var checkIndices: [String: Int] = [:]
  private var hasResults = false

  package init() {}

  package mutating func begin(_ context: AuditContext) -> [UInt8] {
    folder = SiteFolder(site: context.site)
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

  package mutating func page(_ page: AuditedPage) -> [UInt8] { results(page.findings) }

  package mutating func finish(_ summary: AuditSummary) -> [UInt8] {
    var bytes = results(summary.siteFindings)
    bytes += (hasResults ? "\n      ],\n" : "],\n").utf8
    let invocation = JSONValue.object([
      ("executionSuccessful", .truth(summary.problems.isEmpty)),
      ("toolExecutionNotifications", .array(summary.problems.map(notification))),
    ])
    bytes += "      \"invocations\": ".utf8
    bytes += JSONValue.array([invocation]).text(indentation: "      ").utf8
    bytes += "\n    }\n  ]\n}\n".utf8
    return bytes
  }

  private var folders: JSONValue {
    var site: [(String, JSONValue)] = []
    if let url = folder.url { site.append(("uri", .string(url))) }
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

  private mutating func results(_ findings: [Finding]) -> [UInt8] {
    var bytes: [UInt8] = []
    for finding in findings {
      bytes += (hasResults ? ",\n        " : "\n        ").utf8
      hasResults = true
      result(finding).writeLine(to: &bytes)
    }
    return bytes
  }

  private func result(_ finding: Finding) -> JSONValue {
    var fields: [(String, JSONValue)] = [("ruleId", .string(finding.code))]
    if let index = checkIndices[finding.code] { fields.append(("ruleIndex", .integer(index))) }
    let text = finding.fix.isEmpty ? finding.message : finding.message + "\n" + finding.fix
    fields += [
      ("level", .string(Self.level(of: finding.severity))),
      ("message", Self.message(text)),
      (
        "locations",
        .array([
          .object([
            (
              "physicalLocation",
              .object([
                ("artifactLocation", location(of: finding.file)), ("region", Self.region(of: finding)),
              ])
            )
          ])
        ])
      ),
      ("partialFingerprints", .object([("autotag/v1", .string(finding.fingerprint))])),
      ("properties", .object([("repairedByRewrite", .truth(finding.isRepairedByRewrite))])),
    ]
    return .object(fields)
  }

  private func location(of file: String) -> JSONValue {
    let path = folder.pathFromHere(of: file)
    return .object([
      ("uri", .string(SiteFolder.percentEncoded(path ?? SiteFolder.normalized(file)))),
      ("uriBaseId", .string(path == nil ? Self.siteFolder : Self.runFolder)),
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
      ("message", Self.message(problem.message)),
      ("descriptor", .object([("id", .string(problem.code))])),
      (
        "locations",
        .array([
          .object([("physicalLocation", .object([("artifactLocation", location(of: problem.file))]))])
        ])
      ),
    ])
  }
}
