import Foundation
import TestSupport
import Testing

/// The files of `Examples/Pipelines`, each run as its service runs it.
@Suite("The recipes for pipelines")
struct RecipeTests {
  private static let link =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=1&murl=https%3A%2F%2Fx.example"
  private static let page = "<p><a href=\"\(link)\">kettle</a></p>\n"

  private static func recipe(_ name: String) -> String {
    Oracle.root.appending(path: "Examples/Pipelines/\(name)").path
  }

  /// A Hugo project, and a release that holds the program under test.
  private func project() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try folder.write("baseURL = 'https://blog.example/'\n", to: "hugo.toml")
    try folder.write(Self.page, to: "layouts/index.html")
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "release/autotag-0.0.0-linux-x86_64"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Product.autotag,
      toPath: folder.url.appending(path: "release/autotag-0.0.0-linux-x86_64/autotag").path)
    return folder
  }

  private func shell(_ script: String, in folder: TemporaryFolder, _ environment: [String: String] = [:])
    throws
    -> Oracle.Output
  {
    let path = URL(filePath: Product.autotag).deletingLastPathComponent().path
    return try Oracle.run(
      "bash", ["-eo", "pipefail", "-c", script],
      environment: ["PATH": path + ":" + (ProcessInfo.processInfo.environment["PATH"] ?? "")].merging(
        environment
      ) {
        $1
      }, in: folder.url)
  }

  private func expectTagged(_ folder: TemporaryFolder, _ page: String) throws {
    #expect(try folder.text(page).contains("&u1=--CLICK-ID--\""))
  }

  /// The commands of a recipe in YAML or TOML, by the keys that lead to them.
  private func commands(_ file: String, _ keys: String...) throws -> String {
    let script = """
      import sys, tomllib, yaml
      value = (tomllib.loads if sys.argv[1].endswith(".toml") else yaml.safe_load)(open(sys.argv[1]).read())
      for key in sys.argv[2:]: value = value[key]
      print(value if isinstance(value, str) else "\\n".join(value))
      """
    let output = try Oracle.run(Oracle.python, ["-c", script, Self.recipe(file)] + keys)
    try #require(output.status == 0, "\(output.standardError)")
    return String(decoding: output.standardOutput, as: UTF8.self)
  }

  @Test("GitLab CI", Oracle.needs(Oracle.python, "hugo"))
  func gitlab() throws {
    let folder = try project()
    let output = try shell(commands("gitlab-ci.yml", "pages", "script"), in: folder)
    // The audit fails the job: the site has no AnyTrack tag.
    #expect(output.status == 1, "\(output.standardError)")
    #expect(try folder.text("autotag.xml").contains("anytrack-tag"))
    try expectTagged(folder, "public/index.html")
    #expect(try !folder.text("built/index.html").contains("u1="))
  }

  @Test("Netlify's and Cloudflare's build command", Oracle.needs(Oracle.python, "hugo", "curl"))
  func netlify() throws {
    let folder = try project()
    let command = try commands("netlify.toml", "build", "command")
    let made = try shell("tar -czf release.tar.gz -C release autotag-0.0.0-linux-x86_64", in: folder)
    #expect(made.status == 0)
    let output = try shell(
      command, in: folder, ["AUTOTAG_TARBALL": "file://\(folder.url.path)/release.tar.gz"])
    #expect(output.status == 0, "\(output.standardError)")
    try expectTagged(folder, "public/index.html")
  }

  @Test("cron, one run at a time", Oracle.needs("hugo", "flock"))
  func nightly() throws {
    let folder = try project()
    let script = try String(contentsOfFile: Self.recipe("nightly.sh"), encoding: .utf8)
    try folder.write(script, to: "nightly.sh")
    let first = try shell("bash nightly.sh", in: folder)
    #expect(first.status == 0, "\(first.standardError)")
    try expectTagged(folder, "published/index.html")
    let second = try shell("exec 8>.nightly.lock; flock 8; bash nightly.sh 8>&-", in: folder)
    #expect(second.status == 75 && second.standardError.contains("still at work"))
  }

  @Test("MkDocs' hook", Oracle.needs(Oracle.python))
  func mkdocs() throws {
    let folder = try TemporaryFolder()
    try folder.write("site_name: x\nhooks: [mkdocs_hooks.py]\n", to: "mkdocs.yml")
    try folder.write(Self.page, to: "docs/index.md")
    try folder.write(
      String(contentsOfFile: Self.recipe("mkdocs_hooks.py"), encoding: .utf8), to: "mkdocs_hooks.py")
    let output = try shell("'\(Oracle.python)' -m mkdocs build --quiet", in: folder)
    #expect(output.status == 0, "\(output.standardError)")
    try expectTagged(folder, "site/index.html")
  }

  @Test(
    "the hooks say in one line that autotag is not there", Oracle.needs(Oracle.python),
    arguments: [
      (
        "mkdocs_hooks.py", ["mkdocs.yml": "site_name: x\nhooks: [mkdocs_hooks.py]\n", "docs/index.md": "x"],
        "mkdocs build --quiet"
      ),
      ("conf.py", ["index.rst": "x\n=\n"], "sphinx -q -b html . out"),
    ])
  func missing(hook: String, files: [String: String], command: String) throws {
    let folder = try TemporaryFolder()
    for (name, text) in files { try folder.write(text, to: name) }
    let recipe = hook == "conf.py" ? "sphinx_conf.py" : hook
    try folder.write(String(contentsOfFile: Self.recipe(recipe), encoding: .utf8), to: hook)
    let output = try Oracle.run(
      "bash", ["-c", "PATH=/nowhere \"$0\" -m \(command)", Oracle.python], in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self) + output.standardError
    #expect(output.status != 0)
    #expect(
      text.contains("autotag is not installed, or not on the PATH: the pages are not tagged"), "\(text)")
    #expect(!text.contains("Traceback"), "\(text)")
  }

  @Test("Sphinx's conf.py", Oracle.needs(Oracle.python))
  func sphinx() throws {
    let folder = try TemporaryFolder()
    try folder.write(String(contentsOfFile: Self.recipe("sphinx_conf.py"), encoding: .utf8), to: "conf.py")
    try folder.write(".. raw:: html\n\n   \(Self.page)\n", to: "index.rst")
    let output = try shell("'\(Oracle.python)' -m sphinx -q -b html . out", in: folder)
    #expect(output.status == 0, "\(output.standardError)")
    try expectTagged(folder, "out/index.html")
  }
}
