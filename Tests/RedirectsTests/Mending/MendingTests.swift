import AutoTagBytes
import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Testing

@Suite("A rule that loses the query is changed where the change is proven, and nothing else is")
struct MendingTests {
  @Test(arguments: MendingCase.all)
  func mends(test: MendingCase) throws {
    let scan = try test.scan(test.before)
    let urls = try test.urls
    for url in urls {
      let link = try #require(scan.redirectedLink(url))
      guard case .drops = link.chain.forwarding else {
        Issue.record("\(url) is not lost: \(link.chain)")
        continue
      }
    }
    let mending = scan.mending(urls) { _ in nil }
    #expect(
      mending.bytes().map { String(decoding: $0, as: UTF8.self) }
        == test.after.map { String(decoding: $0, as: UTF8.self) })
    #expect(mending.bytes() == test.after)
    #expect((test.after == nil) == !mending.unmended.isEmpty)
    // The file that is written says what was proven, and once more there is nothing to do.
    guard let after = test.after else { return }
    let second = try test.scan(after)
    for url in urls {
      let link = try #require(second.redirectedLink(url))
      #expect(test.isHandedOn(link.chain.forwarding), "\(url)")
    }
    let again = second.mending(urls) { _ in nil }
    #expect(again.files.isEmpty && again.unmended.isEmpty)
  }

  @Test("advice is the same change, and only where it is proven", arguments: MendingCase.all)
  func advises(test: MendingCase) throws {
    let scan = try test.scan(test.before, mode: .tag)
    for url in try test.urls {
      let link = try #require(scan.redirectedLink(url))
      let advice = scan.advice(for: link)
      guard let changes = scan.provenChange(for: link) else {
        #expect(test.after == nil || test.links.count > 1, "\(advice)")
        #expect(advice == "set redirects to inline, or link to the affiliate address itself")
        continue
      }
      for change in changes { #expect(advice.contains(change.proposal.text)) }
      #expect(advice.contains("set redirects to mend"))
      // Carried out alone, it is enough.
      let edits = changes.flatMap(\.proposal.edits).sorted { $0.range.lowerBound < $1.range.lowerBound }
      let mended = try test.scan(Splice.joined(test.before.span, edits))
      let forwarding = try #require(mended.redirectedLink(url)).chain.forwarding
      #expect(test.isHandedOn(forwarding), "\(advice)")
    }
  }

  @Test("turning mod_rewrite on changes nothing for other folders")
  func leavesOtherFoldersAlone() throws {
    let redirect = Array("Redirect /go/x \(MendingCase.target)\n".utf8)
    let waking = Array("RewriteRule ^a$ /b [R]\n".utf8)
    for (own, other) in [(".htaccess", "shop/.htaccess"), ("go/.htaccess", ".htaccess")] {
      let scan = try MendingCase.scan([(.htaccess, own, redirect), (.htaccess, other, waking)])
      let url = try MendingCase.url("/go/x")
      #expect(scan.mending([url]) { _ in nil }.files.isEmpty, "\(own)")
      #expect(!scan.advice(for: try #require(scan.redirectedLink(url))).contains("RewriteEngine"))
    }
  }

  @Test("a file that is not to be written stays, and its links are as they were")
  func obeysObstacles() throws {
    let rule = { (name: String) in
      Array("RewriteEngine On\nRewriteRule ^\(name)$ \(MendingCase.target) [R]\n".utf8)
    }
    let scan = try MendingCase.scan([
      (.htaccess, "a/.htaccess", rule("x")), (.htaccess, "b/.htaccess", rule("x")),
    ])
    let urls = try ["/a/x", "/b/x"].map(MendingCase.url)
    let mending = scan.mending(urls) { $0.hasPrefix("a") ? "locked" : nil }
    #expect(mending.files.map(\.file) == ["b/.htaccess"])
    #expect(mending.unmended.map { "\($0.rule.location) \($0.reason)" } == ["a/.htaccess:2 locked"])
    let left = scan.mending(mending, without: ["b/.htaccess"])
    #expect(left.files.isEmpty)
    for url in urls {
      guard case .drops = left.scan.redirectedLink(url)?.chain.forwarding else {
        Issue.record("\(url) is not lost")
        continue
      }
    }
  }

  @Test("advice about settings is that of the format, once it is shown to help")
  func advisesSettings() throws {
    let inline = "set redirects to inline, or link to the affiliate address itself"
    let table: [(RedirectFormat, String, String)] = [
      (
        .prettyLinks, "slug,url,redirect_type,param_forwarding\ngo/x,\(MendingCase.target),307,0",
        "turn on Parameter Forwarding of the link go/x in Pretty Links, \(inline)"
      ),
      (.caddy, "redir /go/x \(MendingCase.target)", "end the target with &{query}, \(inline)"),
      (.caddy, "redir /go/x \(MendingCase.target)#top", inline),
      (.cloudflare, "/go/x \(MendingCase.target)", inline),
      (.staticWebApps, "{\"routes\":[{\"route\":\"/go/x\",\"redirect\":\"\(MendingCase.target)\"}]}", inline),
    ]
    for (format, file, advice) in table {
      let scan = try MendingCase.scan([(format, "rules", Array(file.utf8))], mode: .tag)
      let link = try #require(scan.redirectedLink(try MendingCase.url("/go/x")))
      #expect(scan.advice(for: link) == advice, "\(format)")
    }
  }

  @Test("many rules are tried together")
  func triesManyTogether() throws {
    let count = 2_000
    func file(_ flags: String) -> [UInt8] {
      Array(
        (["RewriteEngine On"]
          + (0..<count).map { "RewriteRule ^go/\($0)$ \(MendingCase.target)&n=\($0) [\(flags)]" })
          .joined(separator: "\n").utf8)
    }
    let scan = try MendingCase.scan([(.htaccess, "rules", file("R"))])
    let urls = try (0..<count).map { try MendingCase.url("/go/\($0)") }
    #expect(scan.mending(urls) { _ in nil }.bytes() == file("R,QSA"))
  }
}
