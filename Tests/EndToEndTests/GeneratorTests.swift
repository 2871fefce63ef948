import Foundation
import TestSupport
import Testing

@Suite("What real site generators make of a Rakuten link is tagged, and nothing else of it changes")
struct GeneratorTests {
  static let link =
    "https://click.linksynergy.com/deeplink?id=7VeMhFdLOPg&mid=36310&murl=https%3A%2F%2Fwww.dyson.com%2F"
  static let post = """
    ---
    title: Three kettles
    ---
    See [the kettle](\(link)), [its stand](\(link)#stand "On \\"sale\\"") and
    <a href='\(link)' data-tracking-group=rakuten>the lid</a>, but not [the shop](https://www.dyson.com/?u1=x).

    ```html
    <a href="\(link)">code</a>
    ```
    """

  @Test("Hugo, plain and minified", .needs("hugo"), arguments: [[], ["--minify"]])
  func hugo(options: [String]) throws {
    let project = try TemporaryFolder()
    try project.write("baseURL = 'https://blog.example/'\ntitle = 'Blog'\n", to: "config.toml")
    try project.write("[goldmark.renderer]\nunsafe = true\n", to: "config/_default/markup.toml")
    try project.write(
      "<!doctype html><html><head><title>{{ .Title }}</title></head><body>{{ .Content }}</body></html>",
      to: "layouts/_default/single.html")
    try project.write(
      "<!doctype html><html><body>{{ range .Pages }}{{ .Content }}{{ end }}</body></html>",
      to: "layouts/_default/list.html")
    try project.write(Self.post, to: "content/posts/kettles.md")
    let build = try Oracle.run("hugo", options, in: project.url)
    try #require(build.status == 0, "\(build.standardError)")
    // The post itself, and the two lists that show the post or its section.
    try expectTagged(project, site: "public", page: "posts/kettles/index.html")
  }

  @Test("Jekyll", .needs("jekyll"))
  func jekyll() throws {
    let project = try TemporaryFolder()
    try project.write("title: Blog\n", to: "_config.yml")
    try project.write("<!doctype html><body>{{ content }}</body>", to: "_layouts/default.html")
    try project.write(
      Self.post.replacing("title: Three", with: "layout: default\ntitle: Three"), to: "kettles.md")
    let build = try Oracle.run(
      "jekyll", ["build", "--disable-disk-cache"], environment: ["LANG": "C.UTF-8"], in: project.url)
    try #require(build.status == 0, "\(build.standardError)")
    try expectTagged(project, site: "_site", page: "kettles.html")
  }

  /// The three links of the post are tagged on its page, and the tags taken out again it is the page as it was.
  private func expectTagged(_ project: TemporaryFolder, site: String, page: String) throws {
    let before = try project.text("\(site)/\(page)")
    let run = try Product.run("rewrite", site, "--in-place", in: project.url)
    #expect(run.status == 0, "\(run.standardError)")
    let after = try project.text("\(site)/\(page)")
    #expect(after.matches(of: /u1=--CLICK-ID--/).count == 3, "\(after)")
    #expect(after.replacing(/(&amp;|&)u1=--CLICK-ID--/, with: "") == before)
  }
}

extension Trait where Self == ConditionTrait {
  /// The program must be here, see `Oracle.needs`.
  static func needs(_ program: String) -> Self { Oracle.needs(program) }
}
