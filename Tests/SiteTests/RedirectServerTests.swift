import AutoTagHTML
import AutoTagRedirects
import AutoTagSite
import AutoTagTracking
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// The sample sites, rewritten, on the servers that they are for: each link is followed up to the network, with
/// a click id instead of the token, as AnyTrack's tag writes it.
@Suite("What is said about a link's click id is what the servers do with it")
struct RedirectServerTests {
  static let click = "u1=TESTCLICK"

  @Test("httpd", Oracle.needs("apache2", "python3"), arguments: [RedirectMode.tag, .mend])
  func apache(mode: RedirectMode) throws {
    let site = try Site("apache", address: "https://trailhead-shoes.example/", mode, sources: [])
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let modules = ["mpm_event", "authz_core", "dir", "alias", "rewrite"].map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so"
    }
    let configuration = """
      ServerRoot \(site.folder.url.path)
      Listen 127.0.0.1:\(port)
      ServerName trailhead-shoes.example
      PidFile \(site.folder.url.path)/pid
      ErrorLog \(site.folder.url.path)/error.log
      \(modules.joined(separator: "\n"))
      User www-data
      Group www-data
      DocumentRoot \(site.folder.url.path)/site
      <Directory \(site.folder.url.path)/site>
      AllowOverride All
      Options FollowSymLinks
      </Directory>
      """
    let file = try site.folder.write(configuration, to: "httpd.conf")
    let server = try LoopbackServer("apache2", ["-X", "-f", file.path], in: site.folder, port: port)
    defer { withExtendedLifetime(server) {} }
    let second = mode == .mend ? "tagged" : "dropped"
    #expect(try check(site, port: port) == ["tagged", second, "tagged", "tagged", "elsewhere"])
  }

  @Test("nginx", Oracle.needs("nginx", "python3"), arguments: [RedirectMode.tag, .mend])
  func nginx(mode: RedirectMode) throws {
    let site = try Site(
      "nginx", address: "http://garden-gate.example/", mode,
      sources: [.init(path: "nginx.conf", format: .nginx)])
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let path = site.folder.url.path
    // Where it listens and where its files are is all that is not as on the site's own server.
    let own = try site.folder.text("site/nginx.conf")
    #expect(own.contains("listen 80;") && own.contains("root /srv/garden-gate;"))
    let configuration = """
      daemon off;
      error_log stderr crit;
      pid \(path)/pid;
      events {}
      http {
      access_log off;
      client_body_temp_path \(path)/body;
      proxy_temp_path \(path)/proxy;
      fastcgi_temp_path \(path)/fastcgi;
      uwsgi_temp_path \(path)/uwsgi;
      scgi_temp_path \(path)/scgi;
      \(own.replacing("listen 80;", with: "listen 127.0.0.1:\(port);")
        .replacing("root /srv/garden-gate;", with: "root \(path)/site;"))
      }
      """
    let file = try site.folder.write(configuration, to: "server.conf")
    let server = try LoopbackServer("nginx", ["-p", path, "-c", file.path], in: site.folder, port: port)
    defer { withExtendedLifetime(server) {} }
    let second = mode == .mend ? "tagged" : "dropped"
    #expect(try check(site, port: port) == ["tagged", second, "tagged", "tagged", "elsewhere"])
  }

  @Test("caddy", Oracle.needs("caddy", "python3"))
  func caddy() throws {
    let site = try Site("caddy", address: "https://harbour-yarns.example/", .tag, sources: [])
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let path = site.folder.url.path
    // Where it listens and where its files are is all that is not as on the site's own server.
    let own = try site.folder.text("site/Caddyfile")
    let hosts = "harbour-yarns.example, www.harbour-yarns.example {"
    #expect(own.contains(hosts) && own.contains("root * /srv/harbour-yarns"))
    let file = try site.folder.write(
      "{\n auto_https off\n admin off\n}\n"
        + own.replacing(hosts, with: "http://harbour-yarns.example:\(port) {")
        .replacing("root * /srv/harbour-yarns", with: "root * \(path)/site"), to: "Caddyfile")
    let server = try LoopbackServer.caddy(file.path, in: site.folder, port: port)
    defer { withExtendedLifetime(server) {} }
    #expect(try check(site, port: port) == ["tagged", "dropped", "tagged", "tagged", "elsewhere"])
  }

  /// A sample site in a folder of its own, rewritten, and its page's links with what was said about them.
  private struct Site {
    struct SiteLink {
      let href: String
      let isTagged: Bool
      let codes: [String]
    }

    let folder: TemporaryFolder
    let address: WebURL
    var links: [SiteLink] = []

    init(
      _ name: String, address: String, _ mode: RedirectMode, sources: [RedirectOptions.Source]
    ) throws {
      folder = try TemporaryFolder()
      self.address = try #require(WebURL(address))
      let site = folder.url.appending(path: "site")
      try FileManager.default.copyItem(
        at: Oracle.root.appending(path: "SampleSites/redirects/\(name)"), to: site)
      let before = Array(try folder.read("site/index.html"))
      let summary = try SiteRewriter(
        RewriteOptions(
          site: site.path, destination: .inPlace, rules: TaggingOptions(baseURL: address),
          redirects: RedirectOptions(mode: mode, sources: sources))
      ).run()
      let after = Array(try folder.read("site/index.html"))
      for (old, new) in zip(try Self.links(before), try Self.links(after)) {
        let text = before[..<old.hrefRange.lowerBound]
        let line = text.count { $0 == 0x0A } + 1
        let column = text.count - (text.lastIndex(of: 0x0A) ?? -1)
        links.append(
          SiteLink(
            href: new.href, isTagged: new.href.contains("u1=--CLICK-ID--"),
            codes: summary.problems.filter { $0.line == line && $0.column == column }.map(\.code)))
      }
      #expect(links.flatMap(\.codes).count == summary.problems.count)
    }

    private static func links(_ page: [UInt8]) throws -> [Link] {
      try LinkReader().links(of: page.span) { _, _, _ in true }.links
    }
  }

  /// Follows each link and compares with what was said about it.
  private func check(_ site: Site, port: Int) throws -> [String] {
    try site.links.map { link in
      let isDropped = link.codes.contains("redirect-drops-query")
      var href = link.href.replacing("--CLICK-ID--", with: "TESTCLICK")
      if !link.isTagged { href += "?" + Self.click }
      let end = try follow(try #require(WebURL(href, relativeTo: site.address)), site, port: port)
      guard end.host == "click.linksynergy.com" else {
        #expect(!link.isTagged && !isDropped && link.codes == [], "\(link.href) leads to \(end)")
        return "elsewhere"
      }
      let clicks = (end.query ?? "").split(separator: "&").count { $0 == Self.click }
      if isDropped {
        #expect(!link.isTagged && !end.description.contains("TESTCLICK"), "\(link.href): \(end)")
        return "dropped"
      }
      #expect(link.isTagged && clicks == 1, "\(link.href): \(end)")
      return "tagged"
    }
  }

  /// The address outside the site that the server leads to. Nothing outside is asked.
  private func follow(_ start: WebURL, _ site: Site, port: Int) throws -> WebURL {
    let host = try #require(site.address.host)
    var url = start
    for _ in 0..<10 {
      guard url.host == host else { return url }
      let target = url.path + (url.query.map { "?\($0)" } ?? "")
      let answers = try LoopbackServer.answers(to: [
        LoopbackServer.Request(port: port, target: target, host: host)
      ])
      let location = try #require(answers.first?.location, "\(target): \(answers)")
      url = try #require(WebURL(location, relativeTo: url), "\(location)")
    }
    throw LoopbackServer.Failure(message: "\(start) has no end")
  }
}
