import AutoTagAudit
import AutoTagBytes
import AutoTagHTML
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("Audit and rewrite agree on every link")
struct AgreementTests {
  /// Sample sites, as their configurations describe them.
  static let sites: [RewriteOptions] = {
    func site(
      _ name: String, _ baseURL: String? = nil, _ mode: RedirectMode = .tag,
      _ sources: [RedirectOptions.Source] = []
    ) -> RewriteOptions {
      RewriteOptions(
        site: Oracle.root.appending(path: "SampleSites/\(name)").path,
        rules: TaggingOptions(baseURL: baseURL),
        redirects: RedirectOptions(mode: mode, sources: sources))
    }
    return [
      site("seed"), site("legacy"), site("modern", "https://paper-lantern.example/"),
      site("redirects/netlify", "https://copper-kettle.example/"),
      site("redirects/apache", "https://trailhead-shoes.example/"),
      site("redirects/apache", "https://trailhead-shoes.example/", .inline),
      site("redirects/apache", "https://trailhead-shoes.example/", .auto),
      site("redirects/apache", "https://trailhead-shoes.example/", .off),
      site(
        "redirects/nginx", "http://garden-gate.example/", .tag, [.init(path: "nginx.conf", format: .nginx)]),
      site(
        "redirects/wordpress", "https://paper-crane.example/", .tag,
        [
          .init(path: "exports/pretty-links.csv", format: .prettyLinks),
          .init(path: "exports/thirstyaffiliates.csv", format: .thirstyAffiliates, prefix: "/recommends/"),
          .init(path: "exports/redirection.json", format: .redirectionJSON),
        ]),
      site("redirects/stubs"),
    ]
  }()

  @Test("of every sample site", arguments: sites.indices)
  func sampleSites(index: Int) throws { try expectAgreement(Self.sites[index]) }

  @Test(
    "of 1,000 fuzzed pages, with and without redirects", arguments: [RedirectMode.off, .tag, .inline, .auto])
  func fuzzed(mode: RedirectMode) throws {
    let folder = try TemporaryFolder()
    var random = Random(seed: 4)
    for number in 0..<1000 {
      try folder.write(Data(FuzzedPage.make(&random)), to: "\(number % 20)/\(number).html")
    }
    try folder.write(
      """
      Redirect 302 /go/drops https://click.linksynergy.com/deeplink?id=A
      Redirect 302 /go/loop /go/loop
      RewriteEngine On
      RewriteRule ^go/keeps$ https://click.linksynergy.com/deeplink?id=B [R=302,L,QSA]
      """, to: ".htaccess")
    let links = try expectAgreement(
      RewriteOptions(
        site: folder.url.path, rules: TaggingOptions(baseURL: "https://www.example.com/"),
        redirects: RedirectOptions(mode: mode)))
    #expect(links > 1000)
  }

  /// - Returns: the number of links.
  @discardableResult
  private func expectAgreement(_ options: RewriteOptions) throws -> Int {
    let rewriter = try SiteRewriter(options)
    let summary = try rewriter.run()
    // The links themselves are compared, and not whether their pages have AnyTrack's tag.
    let audited = try Audited(AuditOptions(rewrite: options, levels: ["anytrack-tag-missing": .off]))
    #expect(audited.summary.pagesRead == summary.pages.read)
    #expect(audited.summary.problems == summary.problems.filter { $0.severity == .failure })

    var tagging = options.rules
    tagging.redirects = try rewriter.loadRedirects(for: .auditing).scan
    let pages = Dictionary(uniqueKeysWithValues: audited.pages.map { ($0.file, $0) })
    var affiliate = 0
    for file in try files(of: options.site) {
      let bytes = try Array(Data(contentsOf: URL(filePath: options.site + "/" + file)))
      let outcome = PageRewriter(rules: tagging).rewrite(bytes, file: file)
      let page = pages[file]
      let counts = outcome.links.values.first ?? .init()
      let owned = page?.links.indices.filter { isOwned($0, in: page) } ?? []
      #expect(owned.count == counts.affiliate, "\(file)")
      // Which links change is said by the edits' ranges: each in the value of one link.
      let links = page?.links ?? []
      let edited = Set(
        outcome.edits.compactMap { edit in
          let position = position(of: edit.range.lowerBound, in: bytes)
          return links.lastIndex { ($0.line, $0.column) < position }
        })
      #expect(edited.count == counts.tagged, "\(file)")
      let repairable = Set(links.indices.filter { links[$0].state == .repairable })
      #expect(edited.isSuperset(of: repairable), "\(file)")
      // A link that its author marked is tagged though redirects lose the click id or lead nowhere; and where the
      // affiliate link is to replace it, one that has the token is changed too.
      for index in edited.subtracting(repairable) {
        #expect(links[index].chain != nil, "\(file)")
        #expect(links[index].state == .needsHand || options.redirects.mode == .inline, "\(file)")
      }
      let trackable = Set(links.indices.filter { links[$0].state == .trackable })
      #expect(trackable.subtracting(edited).count <= counts.alreadyTagged, "\(file)")
      // What rewrite is said to repair is in links that it changes, and each of those is said to be repaired.
      let repairs = Set((page?.findings ?? []).filter(\.isRepairedByRewrite).compactMap(\.link))
      #expect(edited.isSuperset(of: repairs), "\(file)")
      #expect(repairs.isSuperset(of: repairable), "\(file)")
      affiliate += counts.affiliate
    }
    #expect(affiliate == summary.groups.values.reduce(0) { $0 + $1.affiliate })
    return affiliate
  }

  /// Returns true if a link counts as its group's: not where its author says otherwise, nor where redirects lead nowhere.
  private func isOwned(_ index: Int, in page: AuditedPage?) -> Bool {
    guard let page, !page.links[index].group.isEmpty else { return false }
    return !page.findings.contains { $0.code == "group-contradicts-host" && $0.link == index }
  }

  private func files(of site: String) throws -> [String] {
    let all = try #require(FileManager.default.enumerator(atPath: site)?.allObjects as? [String])
    return all.filter { path in
      // A symbolic link is no page of its own.
      let type =
        try? FileManager.default.attributesOfItem(atPath: site + "/" + path)[.type] as? FileAttributeType
      return type == .typeRegular
        && [".html", ".htm", ".xhtml", ".shtml"].contains { path.lowercased().hasSuffix($0) }
    }
  }

  /// The line and column of an offset as the audit counts them.
  private func position(of offset: Int, in page: [UInt8]) -> (Int, Int) {
    var text = page
    var offset = offset
    if case .utf16(let isBigEndian) = TextEncoding.of(page.span) {
      offset = UTF16Page(page.span.extracting(0..<offset), bigEndian: isBigEndian).utf8.count
      text = UTF16Page(page.span, bigEndian: isBigEndian).utf8
    }
    var position = LineColumnCounter()
    position.advance(to: offset, in: text.span)
    return (position.line, position.column)
  }
}
