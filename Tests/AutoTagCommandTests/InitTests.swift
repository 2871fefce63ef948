import AutoTagCommand
import AutoTagConfiguration
import Foundation
import TestSupport
import Testing

@Suite("autotag init")
struct InitTests {
  @Test("writes a configuration that rewrite accepts", arguments: [nil, ".", "site", "site/"])
  func writes(argument: String?) throws {
    let folder = try CommandLineTests.site()
    let output = try Oracle.run(
      Product.autotag, ["init"] + (argument.map { [$0] } ?? []), in: folder.url)
    #expect(output.status == 0)
    let path = argument?.hasPrefix("site") == true ? "site/autotag.yml" : "autotag.yml"
    #expect(output.lines.first == "Wrote \(path).")
    let rewrite = try Product.run("rewrite", "site", "--dry-run", "--config", path, in: folder.url)
    #expect(rewrite.status == 0)
    #expect(rewrite.lines.contains("  1 link would be tagged"))
    guard path == "autotag.yml" else { return }
    // As it says, no argument is needed.
    #expect(output.lines.contains("Next: autotag rewrite"))
    #expect(try Product.run("rewrite", in: folder.url).status == 0)
    #expect(try folder.text("site-tagged/index.html") == CommandLineTests.taggedPage)
    #expect(try folder.text("site/index.html") == CommandLineTests.page)
  }

  @Test("never overwrites, not even a dangling symbolic link", arguments: ["file", "link", "folder"])
  func neverOverwrites(kind: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "autotag.yml").path
    switch kind {
    case "file": try folder.write("mine", to: "autotag.yml")
    case "link":
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "elsewhere")
    default:
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }
    let output = try Product.run("init", in: folder.url)
    #expect(output.status == 2)
    #expect(
      output.standardError
        == "Error: cannot create autotag.yml: it is there already and was left as it is\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["autotag.yml"])
    if kind == "file" { #expect(try folder.text("autotag.yml") == "mine") }
  }

  /// - Parameters:
  ///   - sets: site, output and base-url of the file, `nil` where they are commented out.
  ///   - says: texts on standard output and standard error.
  struct Case: Sendable {
    let name: String
    let files: [String: String]
    var folder = ""
    var root = ""
    let sets: [String?]
    var says: [String] = []
  }

  static let cases: [Case] = [
    Case(
      name: "Hugo",
      files: ["hugo.toml": "baseURL = 'https://a.example/b'\npublishDir = 'www'\n[params]\nbaseurl = 'x'\n"],
      sets: ["www", "www-tagged", "https://a.example/b/"], says: ["Next: hugo && autotag rewrite"]),
    Case(
      name: "Hugo by an older name, in YAML", files: ["config.yaml": "baseURL: https://a.example/\n"],
      sets: ["public", "public-tagged", "https://a.example/"]),
    Case(
      name: "Hugo with a folder of settings",
      files: ["config/_default/hugo.json": #"{"baseURL": "https://a.example/"}"#],
      sets: ["public", "public-tagged", "https://a.example/"]),
    Case(
      name: "a placeholder is no address", files: ["hugo.toml": "baseURL = 'https://example.org/'\n"],
      sets: ["public", "public-tagged", nil], says: ["hugo.toml:1: https://example.org/ is a placeholder"]),
    Case(
      name: "a broken file", files: ["hugo.toml": "baseURL = \n"], sets: ["public", "public-tagged", nil],
      says: ["hugo.toml cannot be read (line 1:"]),
    Case(
      name: "Zola", files: ["config.toml": "base_url = 'https://a.example'\n"],
      sets: ["public", "public-tagged", "https://a.example/"], says: ["Zola (config.toml)"]),
    Case(
      name: "Jekyll", files: ["_config.yml": "url: https://a.example\nbaseurl: /b\ntitle: &x 1\nmore: *x\n"],
      sets: ["_site", "_site-tagged", "https://a.example/b/"],
      says: [
        "put “exclude: [autotag.yml, autotag.lock, autotag-baseline.json, autotag-conversions-baseline.json, "
          + "autotag-codes.tsv]” into _config.yml"
      ]),
    Case(
      name: "Jekyll that leaves them out",
      files: [
        "_config.yml":
          "destination: ./www/\nexclude: [autotag.yml, autotag.lock, autotag-baseline.json, "
          + "autotag-conversions-baseline.json, autotag-codes.tsv]\n"
      ],
      sets: ["www", "www-tagged", nil], says: ["add www-tagged/ to the list “exclude” of _config.yml"]),
    Case(
      name: "Hexo", files: ["_config.yml": "url: https://a.example\npublic_dir: public\n"],
      sets: ["public", "public-tagged", "https://a.example/"]),
    Case(
      name: "MkDocs with tags of its own",
      files: ["mkdocs.yml": "site_url: https://a.example/d/\nx: !!python/name:a.b\n"],
      sets: ["site", "site-tagged", "https://a.example/d/"]),
    Case(
      name: "MkDocs whose address is the environment's", files: ["mkdocs.yml": "site_url: !ENV SITE\n"],
      sets: ["site", "site-tagged", nil], says: ["mkdocs.yml:1: “SITE” is no address of a site"]),
    Case(
      name: "Sphinx", files: ["conf.py": "html_baseurl = 'https://a.example/'\n"],
      sets: ["_build/html", "_build/html-tagged", "https://a.example/"],
      says: ["check the values", "Next: sphinx-build -b html . _build/html && autotag rewrite"]),
    Case(
      name: "Sphinx with a Makefile", files: ["conf.py": "project = 'x'\n", "Makefile": ""],
      sets: ["_build/html", "_build/html-tagged", nil], says: ["Next: make html && autotag rewrite"]),
    Case(
      name: "Sphinx with a source folder", files: ["docs/source/conf.py": "project = 'x'\n", ".git/x": ""],
      sets: ["docs/build/html", "docs/build/html-tagged", nil],
      says: ["Next: (cd docs && sphinx-build -b html source build/html) && autotag rewrite"]),
    Case(
      name: "Nikola", files: ["conf.py": "BLOG_TITLE = 'x'\nSITE_URL = \"https://a.example/\"\n"],
      sets: ["output", "output-tagged", "https://a.example/"]),
    Case(
      name: "Pelican",
      files: [
        "pelicanconf.py": "SITEURL = ''\nOUTPUT_PATH = 'www/'\n",
        "publishconf.py": "SITEURL = 'https://a.example'\nDELETE_OUTPUT_DIRECTORY = True\n",
      ], sets: ["www", "www-tagged", "https://a.example/"],
      says: ["Pelican empties www at each build", "Next: pelican -s publishconf.py && autotag rewrite"]),
    Case(
      name: "Pelican without settings for publishing", files: ["pelicanconf.py": "SITEURL = ''\n"],
      sets: ["output", "output-tagged", nil], says: ["Next: pelican && autotag rewrite"]),
    Case(
      name: "Eleventy", files: [".eleventy.js": "module.exports = c => ({ dir: { output: 'www' } });\n"],
      sets: ["www", "www-tagged", nil], says: ["put www-tagged/ into .eleventyignore"]),
    Case(
      name: "Eleventy on lines",
      files: ["eleventy.config.mjs": "return {\n  // output: 'no',\n  dir: { output: \"www\" },\n};\n"],
      sets: ["www", "www-tagged", nil]),
    Case(
      name: "Astro",
      files: [
        "astro.config.mjs":
          "export default defineConfig({\n  site: 'https://a.example',\n  base: '/b',\n});\n"
      ],
      sets: ["dist", "dist-tagged", "https://a.example/b/"]),
    Case(
      name: "Docusaurus",
      files: ["docusaurus.config.ts": "const config = {\n  url: 'https://a.example',\n  baseUrl: '/',\n"],
      sets: ["build", "build-tagged", "https://a.example/"]),
    Case(name: "Gatsby", files: ["gatsby-config.js": ""], sets: ["public", "public-tagged", nil]),
    Case(
      name: "Next.js", files: ["next.config.mjs": "export default { output: 'export' }"],
      sets: ["out", "out-tagged", nil]),
    Case(
      name: "VitePress in docs", files: ["docs/.vitepress/config.mts": "", ".git/x": ""],
      sets: ["docs/.vitepress/dist", "docs/.vitepress/dist-tagged", nil]),
    Case(
      name: "mdBook", files: ["book.toml": "[build]\nbuild-dir = 'www'\n"], sets: ["www", "www-tagged", nil]),
    Case(
      name: "from a folder below", files: ["mkdocs.yml": "site_name: x\n", ".git/x": "", "docs/a/x.md": ""],
      folder: "docs/a", root: "../../", sets: ["site", "site-tagged", nil],
      says: ["the site is “../../site”."]),
    Case(
      name: "a repository without a generator", files: [".git/x": "", "a/x": ""], folder: "a", root: "../",
      sets: [nil, nil, nil], says: ["Everything in it is commented out"]),
    Case(
      name: "a plain site", files: ["index.html": ""], sets: [".", nil, nil],
      says: ["Next: autotag rewrite --dry-run"]),
    Case(
      name: "files in the site", files: ["mkdocs.yml": "", "site/autotag.lock": "{}"],
      sets: ["site", "site-tagged", nil],
      says: [
        "site/autotag.lock is deleted by MkDocs at each build, or else deployed: mv site/autotag.lock autotag.lock"
      ]),
    Case(
      name: "a name that YAML would read otherwise", files: ["hugo.toml": "publishDir = 'no'\n"],
      sets: ["no", "no-tagged", nil]),
  ]

  @Test("knows the generator and sets the site and its address", arguments: cases.indices)
  func generator(index: Int) throws {
    let test = Self.cases[index]
    let folder = try TemporaryFolder()
    for (file, text) in test.files { try folder.write(text, to: file) }
    let output = try Product.run("init", in: folder.url.appending(path: test.folder))
    #expect(output.status == 0, "\(test.name): \(output.standardError)")
    #expect(output.lines.first?.hasPrefix("Wrote \(test.root)autotag.yml.") == true)
    let configuration = try ConfigurationReader.read(path: folder.url.path + "/autotag.yml")
    #expect([configuration.site, configuration.output, configuration.baseURL] == test.sets, "\(test.name)")
    let text = String(decoding: output.standardOutput, as: UTF8.self) + output.standardError
    for says in test.says { #expect(text.contains(says), "\(test.name): \(text)") }
  }

  static let ignores: [(lines: String?, isTold: Bool)] = [
    (nil, true), ("", true), ("public-tagged", false), ("/public-tagged/", false),
    ("public-tagged/\n", false),
    ("public\n", true), ("**/public-tagged\r\n", false), ("# public-tagged", true),
  ]

  @Test("tells how to keep the copy out of the repository, where nothing does", arguments: ignores.indices)
  func ignored(index: Int) throws {
    let test = Self.ignores[index]
    let folder = try TemporaryFolder()
    try folder.write("ref: x\n", to: ".git/HEAD")
    try folder.write("<p>", to: "public/index.html")
    if let lines = test.lines { try folder.write(lines, to: ".gitignore") }
    let output = try Product.run("init", in: folder.url)
    let line = "To keep the copy out of the repository: echo /public-tagged/ >> .gitignore"
    #expect(output.lines.contains { $0 == line } == test.isTold, "\(output.lines)")
  }

  @Test("says nothing of ignoring outside of a repository, and leaves a line between all settings")
  func layout() throws {
    let folder = try CommandLineTests.site()
    let output = try Product.run("init", in: folder.url)
    #expect(!output.lines.contains { $0.contains("gitignore") })
    let paragraphs = try folder.text("autotag.yml").components(separatedBy: "\n\n")
    #expect(paragraphs.contains { $0.hasPrefix("# The pages: globs") })
    #expect(paragraphs.contains { $0.hasSuffix("base-url: https://www.example.com/") })
  }

  static let choices: [(name: String, files: [String], folder: String?, notes: [String])] = [
    (
      "Hugo and Jekyll", ["hugo.toml", "_config.yml"], nil,
      [
        "_config.yml is there too, of Jekyll, and hugo.toml was chosen: if Jekyll builds the site, put “site: _site” and "
          + "“output: _site-tagged” into autotag.yml."
      ]
    ),
    (
      "the same with the folder named", ["hugo.toml", "_config.yml"], ".",
      ["_config.yml is there too, of Jekyll"]
    ),
    (
      "Hugo and MkDocs below", [".git/x", "hugo.toml", "docs/mkdocs.yml"], nil,
      [
        "docs/mkdocs.yml is there too, of MkDocs, and hugo.toml was chosen: if MkDocs builds the site, put “site: "
          + "docs/site” and “output: docs/site-tagged” into autotag.yml, or write one for it with autotag init docs."
      ]
    ),
    (
      "three", ["mkdocs.yml", "conf.py", "astro.config.mjs"], nil,
      [
        "conf.py is there too, of Sphinx, and mkdocs.yml",
        "astro.config.mjs is there too, of Astro, and mkdocs.yml",
      ]
    ),
    ("two files of one generator", ["hugo.toml", "config.toml", "config.yaml"], nil, []),
    ("one file of two generators", ["conf.py"], nil, []),
    ("what is no generator's", ["hugo.toml", "package.json", "README.md"], nil, []),
  ]

  @Test("says which generator was chosen, and how to choose another", arguments: choices.indices)
  func choice(index: Int) throws {
    let test = Self.choices[index]
    let folder = try TemporaryFolder()
    for file in test.files { try folder.write("", to: file) }
    let output = try Oracle.run(
      Product.autotag, ["init"] + [test.folder].compactMap(\.self), in: folder.url)
    #expect(output.status == 0)
    let notes = output.lines.filter { $0.contains("is there too") }
    #expect(notes.count == test.notes.count, "\(test.name): \(notes)")
    for (note, begins) in zip(notes, test.notes) { #expect(note.hasPrefix("Note: " + begins), "\(note)") }
  }

  /// - Parameters:
  ///   - says: the end of the run; `nil` where the file is written.
  ///   - warns: the text of a warning.
  struct There: Sendable {
    let name: String
    let files: [String]
    let folder: String
    var arguments: [String] = []
    var says: String?
    var warns: String?
  }

  static let there: [There] = [
    There(
      name: "between the current folder and the root",
      files: [".git/x", "hugo.toml", "a/autotag.yml", "a/b/x"],
      folder: "a/b",
      says: "../../autotag.yml was not written: ../autotag.yml is there, which counts in this folder"),
    There(
      name: "in the current folder", files: [".git/x", "hugo.toml", "a/autotag.yml"], folder: "a",
      says: "../autotag.yml was not written: autotag.yml is there, which counts in this folder"),
    There(
      name: "without a generator", files: [".git/x", "a/autotag.yml"], folder: "a",
      says: "../autotag.yml was not written: autotag.yml is there, which counts in this folder"),
    There(
      name: "where it is to be written", files: [".git/x", "autotag.yml"], folder: "",
      says: "cannot create autotag.yml: it is there already and was left as it is"),
    There(
      name: "above the generator's folder", files: [".git/x", "autotag.yml", "a/hugo.toml"], folder: "a",
      warns: "../autotag.yml counted in this folder so far, and from now on autotag.yml does, alone"),
    There(
      name: "above a folder that is named", files: [".git/x", "autotag.yml", "a/hugo.toml"], folder: "",
      arguments: ["a"], warns: "autotag.yml counted in this folder so far, and from now on a/autotag.yml does"
    ),
    There(
      name: "above the repository", files: ["autotag.yml", "a/.git/x"], folder: "a"),
    There(
      name: "by a wrong name", files: ["hugo.toml", "autotag.yaml"], folder: "",
      says: "autotag.yaml is there, and a configuration is called autotag.yml: mv autotag.yaml autotag.yml"),
    There(
      name: "by a wrong name in a folder that is named", files: ["a/.autotag.yml"], folder: "",
      arguments: ["a"],
      says: "mv a/.autotag.yml a/autotag.yml"),
    There(
      name: "by a wrong name in the current folder", files: [".git/x", "hugo.toml", "a/autotag.yaml"],
      folder: "a",
      says: "../autotag.yml was not written: autotag.yaml is there"),
  ]

  @Test("minds the configurations that are there", arguments: there.indices)
  func minds(index: Int) throws {
    let test = Self.there[index]
    let folder = try TemporaryFolder()
    for file in test.files { try folder.write("", to: file) }
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    let output = try Oracle.run(
      Product.autotag, ["init"] + test.arguments, in: folder.url.appending(path: test.folder))
    #expect(output.status == (test.says == nil ? 0 : 2), "\(test.name): \(output.standardError)")
    #expect(test.says.map(output.standardError.contains) != false, "\(test.name): \(output.standardError)")
    let warning = output.standardError.split(separator: "\n").first { $0.contains("counted in this folder") }
    #expect((warning == nil) == (test.warns == nil), "\(test.name): \(output.standardError)")
    #expect(
      warning?.hasPrefix("warning: " + (test.warns ?? "")) != false, "\(test.name): \(output.standardError)")
    let after = try FileManager.default.subpathsOfDirectory(atPath: folder.url.path).sorted()
    #expect(after.count == before.count + (test.says == nil ? 1 : 0))
  }

  static let generated: [(files: [String], folder: String, argument: String?, says: String)] = [
    (
      ["mkdocs.yml", "site/index.html"], "site", nil, "so that autotag.yml is deleted by MkDocs at each build"
    ),
    (
      ["mkdocs.yml", "site/index.html"], "", "site/",
      "so that site/autotag.yml is deleted by MkDocs at each build"
    ),
    (["hugo.toml", "public/index.html"], "", "public", "deleted by Hugo with --cleanDestinationDir"),
    (["conf.py", "_build/html/index.html"], "", "_build/html", "deleted by Sphinx with make clean"),
    (["_config.yml", "_site/index.html"], "", "./_site", "is deleted by Jekyll at each build"),
  ]

  @Test("warns of a folder that a generator writes, named or not", arguments: generated.indices)
  func builtFolder(index: Int) throws {
    let test = Self.generated[index]
    let folder = try TemporaryFolder()
    for file in test.files { try folder.write("", to: file) }
    let output = try Oracle.run(
      Product.autotag, ["init"] + [test.argument].compactMap(\.self),
      in: folder.url.appending(path: test.folder))
    #expect(output.standardError.hasPrefix("warning: this folder is what "), "\(output.standardError)")
    #expect(output.standardError.contains(test.says), "\(output.standardError)")
    #expect(output.lines.contains("The folder is a built site, and no project."))
  }

  @Test("warns of a folder that a generator writes")
  func generatedFolder() throws {
    let folder = try TemporaryFolder()
    try folder.write("site_name: x\n", to: "mkdocs.yml")
    try folder.write("x", to: "site/index.html")
    let output = try Product.run("init", "site", in: folder.url)
    #expect(output.status == 0)
    #expect(
      output.standardError
        == "warning: this folder is what MkDocs writes, so that site/autotag.yml is deleted by MkDocs at each build, or "
        + "else deployed: remove it, and write it beside the site's source with autotag init\n")
  }
}
