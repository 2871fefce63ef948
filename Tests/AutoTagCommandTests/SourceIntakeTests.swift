import Foundation
import TestSupport
import Testing

@Suite("A tagged copy in the generator's source")
struct SourceIntakeTests {
  /// - Parameters:
  ///   - isTaken: true if the next build takes the copy into the site.
  struct Case: Sendable {
    let name: String
    let configuration: (file: String, text: String)
    var site = "_site"
    let output: String
    let says: String?
    var others: [String: String] = [:]
    var folder = ""
  }

  private static func jekyll(_ text: String) -> (file: String, text: String) { ("_config.yml", text) }

  static let cases: [Case] = [
    Case(
      name: "Jekyll", configuration: jekyll(""), output: "dist",
      says: "put “exclude: [dist/]” into _config.yml"),
    Case(
      name: "Jekyll with a list", configuration: jekyll("exclude: [x]\n"), output: "a/dist",
      says: "add a/dist/ to the list “exclude” of _config.yml"),
    Case(name: "Jekyll, excluded", configuration: jekyll("exclude: [/dist/]\n"), output: "dist", says: nil),
    Case(
      name: "Jekyll, excluded by a glob", configuration: jekyll("exclude: ['d*']\n"), output: "dist",
      says: nil),
    Case(
      name: "Jekyll, a folder above excluded", configuration: jekyll("exclude: [a]\n"), output: "a/dist",
      says: nil),
    Case(name: "Jekyll, a name that is no source", configuration: jekyll(""), output: "_dist", says: nil),
    Case(name: "Jekyll, a hidden name", configuration: jekyll(""), output: ".dist", says: nil),
    Case(
      name: "Jekyll, outside", configuration: jekyll(""), output: "../dist", says: nil, others: ["x": ""],
      folder: "p"),
    Case(
      name: "Jekyll, from a folder below", configuration: jekyll(""), site: "../_site", output: "../dist",
      says: "../dist lies in the source of Jekyll", folder: "p"),
    Case(
      name: "Jekyll with a source of its own", configuration: jekyll("source: src\n"), output: "dist",
      says: nil),
    Case(
      name: "Jekyll, in that source", configuration: jekyll("source: ./src\n"), output: "src/dist",
      says: "put “exclude: [src/dist/]” into _config.yml"),
    Case(
      name: "Eleventy",
      configuration: (".eleventy.js", "module.exports = c => ({ dir: { output: '_site' } });"),
      output: "dist", says: "put dist/ into .eleventyignore"),
    Case(
      name: "Eleventy, ignored", configuration: (".eleventy.js", ""), output: "dist", says: nil,
      others: [".eleventyignore": "dist/\n"]),
    Case(
      name: "Eleventy, ignored by git", configuration: (".eleventy.js", ""), output: "dist", says: nil,
      others: [".gitignore": "/dist\n"]),
    Case(
      name: "Eleventy with a source of its own",
      configuration: (".eleventy.js", "return { dir: { input: 'src' } }"),
      output: "dist", says: nil),
    Case(name: "Hugo", configuration: ("hugo.toml", ""), site: "public", output: "dist", says: nil),
    Case(
      name: "Hugo's static", configuration: ("hugo.toml", ""), site: "public", output: "static/dist",
      says: "choose a folder that is not in Hugo's source"),
    Case(
      name: "MkDocs' docs", configuration: ("mkdocs.yml", "docs_dir: text\n"), site: "site",
      output: "text/dist",
      says: "choose a folder that is not in MkDocs's source"),
    Case(name: "no generator", configuration: ("x.txt", ""), output: "dist", says: nil),
  ]

  @Test("is told of in one line, where the generator takes it", arguments: cases.indices)
  func told(index: Int) throws {
    let test = Self.cases[index]
    let folder = try TemporaryFolder()
    // A Jekyll project in the folder `p`, where the output is to be outside of it.
    let root = test.output == "../dist" && test.says == nil ? "p/" : ""
    try folder.write(test.configuration.text, to: root + test.configuration.file)
    for (name, text) in test.others { try folder.write(text, to: name) }
    try folder.write("", to: "p/x")
    try folder.write(
      CommandLineTests.page, to: root + test.site.replacing("../", with: "") + "/index.html")
    let output = try Product.run(
      "rewrite", test.site, "--output", test.output, in: folder.url.appending(path: test.folder))
    #expect(output.status == 0, "\(test.name): \(output.standardError)")
    #expect(test.says.map(output.standardError.contains) != false, "\(test.name): \(output.standardError)")
    #expect(
      output.standardError.split(separator: "\n").count == (test.says == nil ? 0 : 1),
      "\(test.name): \(output.standardError)")
  }

  @Test(
    "Jekyll itself takes the copy in, and not where it is kept out as advised", Oracle.needs("jekyll"),
    arguments: ["", "exclude: [dist/]\n"])
  func real(configuration: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(configuration, to: "_config.yml")
    try folder.write(CommandLineTests.page, to: "index.html")
    var told = ""
    for _ in 0..<2 {
      #expect(try Oracle.run("jekyll", ["build", "--quiet"], in: folder.url).status == 0)
      told = try Product.run("rewrite", "_site", "--output", "dist", in: folder.url).standardError
    }
    let isTaken = FileManager.default.fileExists(atPath: folder.url.path + "/_site/dist/index.html")
    #expect(isTaken == configuration.isEmpty)
    #expect(told.contains("lies in the source of Jekyll") == isTaken)
  }
}
