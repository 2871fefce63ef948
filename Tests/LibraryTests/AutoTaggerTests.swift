import AutoTag
import Foundation
import TestSupport
import Testing

@Suite("The library: import AutoTag")
struct AutoTaggerTests {
  private static let link = "https://click.linksynergy.com/deeplink?id=A"
  private static let page = "<a href=\"\(link)\">x</a>\n"
  private static let taggedPage = "<a href=\"\(link)&u1=--CLICK-ID--\">x</a>\n"

  private static func site(_ page: String = page) throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    try folder.write(page, to: "site/index.html")
    return (folder, folder.url.appending(path: "site").path)
  }

  @Test("tags a page given as text or bytes")
  func onePage() throws {
    let tagged = try AutoTagger().tag(Self.page)
    #expect(tagged.html == Self.taggedPage)
    #expect(tagged.isChanged)
    #expect(tagged.links["rakuten"]?.tagged == 1)
    #expect(try AutoTagger().tag(Array(Self.page.utf8)).bytes == Array(Self.taggedPage.utf8))

    let again = try AutoTagger().tag(tagged.html)
    #expect(!again.isChanged && again.html == Self.taggedPage)
    #expect(again.links["rakuten"]?.alreadyTagged == 1)
  }

  @Test("keeps the bytes of a page that is no UTF-8")
  func otherBytes() throws {
    let page = Array("<p>caf".utf8) + [0xE9] + Array("</p>\(Self.page)".utf8)
    let tagged = try AutoTagger().tag(page)
    #expect(tagged.bytes == Array("<p>caf".utf8) + [0xE9] + Array("</p>\(Self.taggedPage)".utf8))
  }

  @Test("one tagger serves the tasks of a group")
  func tasks() async throws {
    let tagger = AutoTagger()
    let tagged = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<100 { group.addTask { try tagger.tag(Self.page).html } }
      return try await group.reduce(into: Set<String>()) { $0.insert($1) }
    }
    #expect(tagged == [Self.taggedPage])
  }

  /// A page, the options that it is tagged with, and what comes out.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let page: String
    let result: String
    let options: @Sendable (inout AutoTagger.Options) throws -> Void

    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "another value is kept", page: "\(link)&u1=x", result: "\(link)&u1=x") { _ in },
    Case(name: "another value is replaced", page: "\(link)&u1=x", result: "\(link)&u1=--CLICK-ID--") {
      $0.existingSubid = .replace
    },
    Case(name: "a relative link of a group's site", page: "/a?b=c", result: "/a?b=c&u1=--CLICK-ID--") {
      $0.baseURL = "https://click.linksynergy.com/"
    },
    Case(name: "another network", page: "https://go.example/x", result: "https://go.example/x?s=T") {
      $0.groups = [try TrackingGroup(name: "own", hosts: ["go.example"], subid: "s", token: "T")]
    },
  ]

  @Test("goes by its options", arguments: cases)
  func options(_ example: Case) throws {
    var options = AutoTagger.Options()
    try example.options(&options)
    let tagged = try AutoTagger(options).tag("<a href=\"\(example.page)\">x</a>")
    #expect(tagged.html == "<a href=\"\(example.result)\">x</a>")
  }

  @Test("reports by problems what the command reports")
  func problems() throws {
    let problem = try #require(
      try AutoTagger().tag("\n<a href=\"\(Self.link)&u1=x\">", path: "a.html").problems.first)
    let column = 10 + Self.link.utf8.count + 1
    #expect(problem.description.hasPrefix("a.html:2:\(column): ") && problem.code == "kept-subid")
    #expect(problem.severity == .note)
  }

  @Test("rewrites a site, looks behind its redirects, and says what it did")
  func rewrite() throws {
    let (folder, site) = try Self.site("<a href=\"/go\">x</a>\n")
    try folder.write(
      "RewriteEngine On\nRewriteRule ^go$ \(Self.link) [R=302,L,QSA]\n", to: "site/.htaccess")
    let out = folder.url.appending(path: "out").path

    #expect(try AutoTagger().rewriteSite(at: site, to: .nowhere).pagesChanged == 1)
    #expect(!FileManager.default.fileExists(atPath: out))

    let summary = try AutoTagger().rewriteSite(at: site, to: .folder(out))
    #expect(summary.pagesRead == 1 && summary.pagesChanged == 1 && summary.failures.isEmpty)
    #expect(summary.links["rakuten"]?.tagged == 1)
    #expect(try folder.text("out/index.html") == "<a href=\"/go?u1=--CLICK-ID--\">x</a>\n")

    var options = AutoTagger.Options()
    options.redirects = .off
    #expect(try AutoTagger(options).rewriteSite(at: site, to: .inPlace).pagesChanged == 0)
  }

  @Test("audits a site")
  func audit() throws {
    let (folder, site) = try Self.site()
    let summary = try withExtendedLifetime(folder) { try AutoTagger().auditSite(at: site) }
    #expect(summary.pagesRead == 1 && summary.links == 1 && summary.trackableLinks == 0)
    let finding = try #require(summary.findings.first { $0.code == "not-tagged" })
    #expect(finding.file == "index.html" && finding.line == 1 && finding.severity == .error)
    #expect(finding.isRepairedByRewriting)
  }

  @Test("resolves a link of a site")
  func resolve() throws {
    let (folder, site) = try Self.site()
    try folder.write("RewriteEngine On\nRewriteRule ^go$ \(Self.link) [R=302,L,QSA]\n", to: "site/.htaccess")
    let found = try AutoTagger().resolve("/go", at: site)
    #expect(found.group == "rakuten" && found.action == .tagged && found.isTrackable == true)
    #expect(found.hops.map(\.source) == [".htaccess:2"] && found.hops.map(\.status) == [302])
    #expect(found.result == "/go?u1=--CLICK-ID--")
    let other = try AutoTagger().resolve("/index.html", at: site)
    #expect(other.group == nil && other.action == .none && other.isTrackable == nil && other.hops.isEmpty)
  }

  @Test("reads a configuration file")
  func configuration() throws {
    let (folder, site) = try Self.site()
    let file = folder.url.appending(path: "settings.yml").path
    try folder.write("existing-subid: replace\nexclude: [\"*.html\"]\n", to: "settings.yml")
    let options = try AutoTagger.Options(configurationFile: file)
    #expect(options.existingSubid == .replace && options.exclude == ["*.html"])
    // The only page is excluded.
    let error = #expect(throws: AutoTagError.self) {
      try AutoTagger(options).rewriteSite(at: site, to: .nowhere)
    }
    #expect(error?.code == .site)

    try folder.write("\nexisting-subid: both\n", to: "settings.yml")
    let fault = #expect(throws: AutoTagError.self) { try AutoTagger.Options(configurationFile: file) }
    #expect(fault?.code == .configuration && fault?.line == 2 && fault?.file == file)
  }

  @Test("refuses options that cannot be meant")
  func faults() throws {
    func fault(_ change: (inout AutoTagger.Options) -> Void) -> AutoTagError.Code? {
      var options = AutoTagger.Options()
      change(&options)
      return #expect(throws: AutoTagError.self) { try AutoTagger(options) }?.code
    }
    #expect(fault { $0.baseURL = "example.com" } == .options)
    #expect(fault { $0.jobs = 0 } == .options)
    #expect(fault { $0.groups = [] } == .options)
    #expect(fault { $0.include = [] } == .options)
    #expect(throws: AutoTagError.self) { try TrackingGroup(name: "a b", hosts: ["x.example"], subid: "s") }
    #expect(throws: AutoTagError.self) { try AutoTagger().rewriteSite(at: "/nowhere", to: .inPlace) }
    #expect(throws: AutoTagError.self) { try AutoTagger().auditSite(at: "/nowhere") }
  }
}
