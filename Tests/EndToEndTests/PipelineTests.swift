import Foundation
import TestSupport
import Testing

/// The GitHub action and the pre-commit hooks, run as GitHub's runner and pre-commit run them.
@Suite("In pipelines")
struct PipelineTests {
  private static let good =
    "<head><script>a.src=\"https://assets.anytrack.io/AbCdEf123456.js\"</script></head>"
    + "<a rel=sponsored href=\"https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1"
    + "&murl=https%3A%2F%2Fx.example&u1=--CLICK-ID--\">Good</a>\n"
  private static let untagged = good.replacing("&u1=--CLICK-ID--", with: "")

  /// A folder with a site, and a release that holds the program under test.
  private func workspace(page: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "public/index.html")
    let name = "autotag-0.0.0-linux-x86_64"
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "release/\(name)"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Product.autotag, toPath: folder.url.appending(path: "release/\(name)/autotag").path)
    let made = try Oracle.run(
      "bash", ["-ec", "tar -czf \(name).tar.gz \(name) && sha256sum \(name).tar.gz >SHA256SUMS"],
      in: folder.url.appending(path: "release"))
    #expect(made.status == 0)
    return folder
  }

  private struct Run: Decodable {
    let succeeded: Bool
    let outputs: [String: String]
    let summary: String
    let uploads: [[String: String]]
    let log: String
  }

  private func run(_ inputs: [String: String], in folder: TemporaryFolder) throws -> Run {
    var inputs = inputs
    inputs["archive"] = inputs["archive"] ?? "release/autotag-0.0.0-linux-x86_64.tar.gz"
    let output = try Oracle.script(
      "github_runner.py", [Oracle.root.path, folder.url.path], input: JSONEncoder().encode(inputs))
    return try JSONDecoder().decode(Run.self, from: output.standardOutput)
  }

  @Test(
    "the action audits, uploads what it found, writes the job's summary and fails the job",
    Oracle.needs(Oracle.python))
  func audit() throws {
    let folder = try workspace(page: Self.untagged)
    let run = try run(["site": "public"], in: folder)
    #expect(!run.succeeded)
    #expect(run.outputs == ["status": "1", "sarif": "autotag.sarif"])
    #expect(run.uploads.map { $0["sarif_file"] } == ["autotag.sarif"])
    #expect(run.uploads.allSatisfy { $0["uses"]?.hasPrefix("github/codeql-action/upload-sarif@") == true })
    #expect(try folder.text("autotag.sarif").contains("\"ruleId\": \"not-tagged\""))
    #expect(run.summary.hasPrefix("### autotag audit: 1 error"))
    #expect(run.log.contains("::error file=public/index.html,line=1,"), "\(run.log)")
  }

  @Test("the action makes the folder of its SARIF file", Oracle.needs(Oracle.python))
  func sarifFolder() throws {
    let folder = try workspace(page: Self.untagged)
    let run = try run(["site": "public", "sarif": "reports/of job/autotag.sarif"], in: folder)
    #expect(run.outputs == ["status": "1", "sarif": "reports/of job/autotag.sarif"])
    #expect(try folder.text("reports/of job/autotag.sarif").contains("\"ruleId\": \"not-tagged\""))
  }

  @Test(
    "the action ends as autotag ends", Oracle.needs(Oracle.python),
    arguments: [
      (good, ["site": "public"], true, "0"),
      (untagged, ["site": "public", "fail-on": "never"], true, "0"),
      (untagged, ["site": "public", "sarif": "", "summary": "false"], false, "1"),
      (untagged, ["site": "public", "command": "rewrite"], true, "0"),
      (untagged, ["site": "public", "command": "rewrite", "output": "dist"], true, "0"),
      (good, ["site": "nowhere"], false, "2"),
      (good, ["site": "public", "arguments": "--bogus"], false, "2"),
      (good, ["site": "public", "arguments": "--exclude\nno such folder/**\n--quiet"], true, "0"),
    ])
  func status(page: String, inputs: [String: String], succeeds: Bool, status: String) throws {
    let folder = try workspace(page: page)
    let run = try run(inputs, in: folder)
    #expect(run.succeeded == succeeds, "\(run.log)")
    #expect(run.outputs["status"] == status)
    if inputs["command"] == "rewrite" {
      #expect(try folder.text((inputs["output"] ?? "public") + "/index.html") == Self.good)
    }
    if inputs["sarif"] == "" || inputs["command"] == "rewrite" || status == "2" {
      #expect(run.uploads.isEmpty)
    }
  }

  @Test(
    "the action runs no program whose checksum is another, and no command that it does not have",
    Oracle.needs(Oracle.python),
    arguments: [
      (["archive": "nowhere.tar.gz"], "The archive nowhere.tar.gz is not there."),
      (["archive": "other/autotag-0.0.0-linux-x86_64.tar.gz"], "checksum is another"),
      (["command": "delete"], "command must be audit or rewrite, not “delete”."),
    ])
  func refusals(inputs: [String: String], message: String) throws {
    let folder = try workspace(page: Self.good)
    try FileManager.default.copyItem(
      at: folder.url.appending(path: "release"), to: folder.url.appending(path: "other"))
    try folder.write("other bytes", to: "other/autotag-0.0.0-linux-x86_64.tar.gz")
    let run = try run(inputs.merging(["site": "public"]) { $1 }, in: folder)
    #expect(!run.succeeded && run.log.contains(message), "\(run.log)")
  }

  @Test("pre-commit hands the hooks the pages that are committed", Oracle.needs(Oracle.python, "git"))
  func hooks() throws {
    let folder = try TemporaryFolder()
    let path = URL(filePath: Product.autotag).deletingLastPathComponent().path
    let environment = [
      "PATH": path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
      "PRE_COMMIT_HOME": folder.url.appending(path: "cache").path, "HOME": folder.url.path,
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b.example",
      "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b.example",
    ]
    @discardableResult func shell(_ script: String) throws -> Oracle.Output {
      try Oracle.run("bash", ["-ec", script], environment: environment, in: folder.url)
    }
    try folder.write(
      String(contentsOf: Oracle.root.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8),
      to: "hooks/.pre-commit-hooks.yaml")
    try #require(try shell("cd hooks; git init -q; git add .; git commit -qm hooks").status == 0)
    let revision = String(
      decoding: try shell("git -C hooks rev-parse HEAD").standardOutput, as: UTF8.self
    ).split(separator: "\n").joined()
    try folder.write(Self.good, to: "site/good.html")
    try folder.write(Self.untagged, to: "site/untagged.html")
    // Not committed, and so not read.
    try folder.write(Self.untagged, to: "site/other.html")
    try folder.write("text\n", to: "site/notes.txt")
    func commit(_ hook: String, _ files: String) throws -> Oracle.Output {
      try folder.write(
        "repos: [{repo: \(folder.url.path)/hooks, rev: \(revision), hooks: [{id: \(hook)}]}]\n",
        to: "site/.pre-commit-config.yaml")
      return try shell(
        "cd site; git init -q; git add .pre-commit-config.yaml \(files); "
          + "'\(Oracle.python)' -m pre_commit run --verbose --color never")
    }
    let clean = try commit("autotag-audit", "good.html notes.txt")
    #expect(
      clean.status == 0, "\(String(decoding: clean.standardOutput, as: UTF8.self)) \(clean.standardError)")
    let audit = try commit("autotag-audit", "untagged.html")
    let text = String(decoding: audit.standardOutput, as: UTF8.self)
    #expect(audit.status == 1 && text.contains("untagged.html:1:"), "\(text)")
    #expect(!text.contains("other.html"))
    #expect(
      try commit("autotag-rewrite", "untagged.html").status == 1,
      "pre-commit fails where a hook changes files")
    #expect(try folder.text("site/untagged.html") == Self.good)
    #expect(try folder.text("site/other.html") == Self.untagged)
  }
}
