import AutoTagRedirects
import Foundation
import TestSupport
import Testing

@Suite("Servers answer by the mended files as it was proven")
struct MendedServerTests {
  /// A name of its own for each file, as it was and mended.
  private struct Site {
    let host: String
    let file: [UInt8]
  }

  private static func sites(_ cases: [MendingCase]) -> [(before: Site, after: Site, test: MendingCase)] {
    cases.filter(\.isForServer).enumerated().compactMap { number, test in
      test.after.map {
        (
          Site(host: "b\(number).example", file: test.before), Site(host: "a\(number).example", file: $0),
          test
        )
      }
    }
  }

  @Test("httpd", Oracle.needs("apache2", "python3"))
  func apache() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let modules = ["mpm_event", "authz_core", "dir", "alias", "rewrite"].map {
      "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so"
    }
    let sites = Self.sites(MendingCase.apache)
    var hosts = ""
    for site in sites.flatMap({ [$0.before, $0.after] }) {
      let path = folder.url.appending(path: site.host)
      try FileManager.default.createDirectory(at: path, withIntermediateDirectories: true)
      try Data(site.file).write(to: path.appending(path: ".htaccess"))
      hosts += "<VirtualHost *:\(port)>\nServerName \(site.host)\nDocumentRoot \(path.path)\n</VirtualHost>\n"
    }
    let text = """
      ServerRoot \(folder.url.path)
      Listen 127.0.0.1:\(port)
      ServerName 127.0.0.1
      PidFile \(folder.url.path)/pid
      ErrorLog \(folder.url.path)/error.log
      \(modules.joined(separator: "\n"))
      User www-data
      Group www-data
      <Directory \(folder.url.path)>
      AllowOverride All
      Options FollowSymLinks
      </Directory>
      \(hosts)
      """
    let file = try folder.write(text, to: "httpd.conf").path
    let server = try LoopbackServer("apache2", ["-X", "-f", file], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try check(sites, port: port)
  }

  @Test("nginx", Oracle.needs("nginx", "python3"))
  func nginx() throws {
    let folder = try TemporaryFolder()
    let port = try #require(try LoopbackServer.freePorts(1).first)
    let path = folder.url.path
    let sites = Self.sites(MendingCase.nginx)
    var blocks = ""
    for site in sites.flatMap({ [$0.before, $0.after] }) {
      let file = folder.url.appending(path: site.host)
      try Data(site.file).write(to: file)
      blocks += "server { listen 127.0.0.1:\(port); server_name \(site.host);\ninclude \(file.path);\n}\n"
    }
    let text = """
      daemon off;
      error_log stderr crit;
      pid \(path)/pid;
      events {}
      http {
      access_log off;
      server_names_hash_bucket_size 128;
      client_body_temp_path \(path)/body;
      proxy_temp_path \(path)/proxy;
      fastcgi_temp_path \(path)/fastcgi;
      uwsgi_temp_path \(path)/uwsgi;
      scgi_temp_path \(path)/scgi;
      \(blocks)
      }
      """
    let file = try folder.write(text, to: "nginx.conf")
    let server = try LoopbackServer("nginx", ["-p", path, "-c", file.path], in: folder, port: port)
    defer { withExtendedLifetime(server) {} }
    try check(sites, port: port)
  }

  /// Each link leads where it led, and with a click id to the network with it.
  private func check(_ sites: [(before: Site, after: Site, test: MendingCase)], port: Int) throws {
    #expect(sites.count > 8)
    for (before, after, test) in sites {
      for link in test.links {
        let mark = link.contains("?") ? "&" : "?"
        let answers = try LoopbackServer.answers(
          to: [(before, link), (before, "\(link)\(mark)u1=X"), (after, link), (after, "\(link)\(mark)u1=X")]
            .map {
              LoopbackServer.Request(port: port, target: $1, host: $0.host)
            })
        let (old, lost, new, tagged) = (answers[0], answers[1], answers[2], answers[3])
        #expect(
          lost.location?.contains("u1=X") != true || lost.location?.contains("#") == true, "\(test): \(lost)")
        #expect(
          old.status == new.status && bare(old.location) == bare(new.location), "\(test): \(old) \(new)")
        let query =
          tagged.location?.split(separator: "#").first?.split(separator: "?", maxSplits: 1).last ?? ""
        #expect(query.split(separator: "&").count { $0 == "u1=X" } == 1, "\(test): \(tagged)")
        #expect(tagged.status == old.status)
      }
    }
  }

  private func bare(_ location: String?) -> String? {
    location?.replacing("&#", with: "#").replacing(/[&?]$/, with: "")
  }
}
