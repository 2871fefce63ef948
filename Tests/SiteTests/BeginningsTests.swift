import AutoTagRedirects
import AutoTagSite
import Foundation
import RedirectAgreement
import TestSupport
import Testing

/// Rules as real sites have them, in front of a plain redirect to the network, with what httpd 2.4.71 and nginx 1.22.1
/// answered to a browser's request for `/go/a?u1=CLICK` (`Tests/Oracles/beginnings`): `arrives` with the click id, `lost`
/// without it, or `never` at the network.
@Suite("Real sites' rules hide no affiliate link")
struct BeginningsTests {
  struct Beginning: CustomTestStringConvertible, Sendable {
    let name: String
    var rules = ""
    /// By the origin that is asked.
    var answers: [(origin: String, answer: String)] = []

    var testDescription: String { name }
  }

  /// The servers' answers to one visitor are no rule for all: here the usual visitor is refused, or something that a
  /// site's files do not hold decides. The link is tagged, and all but the last four are reported as uncertain.
  static let forSomeVisitors: Set = [
    "cloudflare-only", "cookie-consent", "cookie-maintenance", "ip-only-office", "language-all",
    "maintenance-ip",
    "maintenance-retry", "referer-required", "time-since", "cookie-gate", "maintenance-flag-set",
    "referers-go",
    "subdomain-folder",
    // Some click ids have four capitals in a row, the token of the recorded request among them.
    "query-u1-blocked",
    // Hosts set the variable; the httpd that was asked does not, and goes in a circle.
    "https-env",
    // httpd answers 500 for a directive that it does not have; a password that visitors know; no proxy where one is needed.
    "broken-flag-blank", "broken-map-here", "broken-php-value", "staging-password", "https-forwarded-only",
    "forwarded-not-https",
  ]

  /// Some visitors are led elsewhere by rules that do not name where.
  static let uncertain: Set = [
    "cookie-language", "country-header", "ua-mobile-site", "regex-server-name", "subdomain-folder",
  ]

  @Test(arguments: beginnings("apache"))
  func apache(_ beginning: Beginning) throws { try check(beginning, .htaccess) }

  @Test(arguments: beginnings("nginx"))
  func nginx(_ beginning: Beginning) throws { try check(beginning, .nginx) }

  static func beginnings(_ engine: String) -> [Beginning] {
    let file = Oracle.root.appending(path: "Tests/Oracles/beginnings/\(engine).txt")
    var beginnings: [Beginning] = []
    for line in ((try? String(contentsOf: file, encoding: .utf8)) ?? "").split(separator: "\n") {
      if line.hasPrefix("=== ") {
        beginnings.append(Beginning(name: String(line.dropFirst(4))))
      } else if let last = beginnings.indices.last, line.hasPrefix("--- ") {
        let words = line.dropFirst(4).split(separator: " ")
        for origin in words.dropLast() {
          let origin = origin.hasSuffix(":") ? origin.dropLast() : origin
          beginnings[last].answers.append((String(origin), String(words.last ?? "")))
        }
      } else if let last = beginnings.indices.last {
        beginnings[last].rules += line + "\n"
      }
    }
    return beginnings
  }

  private func check(_ beginning: Beginning, _ format: RedirectFormat) throws {
    let folder = try TemporaryFolder()
    let name = format == .nginx ? "nginx.conf" : ".htaccess"
    try folder.write(beginning.rules, to: name)
    for (origin, answer) in beginning.answers {
      let link = try resolve(folder, format, origin)
      #expect(isRight(link, answer, beginning), "\(origin): \(answer)")
      try AgreementSite(
        rules: beginning.rules, format, baseURL: origin + "/", link: "/go/a"
      ).expectAgreement()
    }
    try AgreementSite(rules: beginning.rules, format, baseURL: nil, link: "/go/a").expectAgreement()
    // Without an address any of the servers' answers is one.
    let found = try resolve(folder, format, nil)
    #expect(beginning.answers.contains { isRight(found, $0.answer, beginning) }, "without base-url")
  }

  private func resolve(_ folder: TemporaryFolder, _ format: RedirectFormat, _ origin: String?) throws
    -> LinkResolution
  {
    let sources = format == .nginx ? [RedirectOptions.Source(path: "nginx.conf", format: .nginx)] : []
    let options = RewriteOptions(
      site: folder.url.path, destination: nil,
      rules: TaggingOptions(baseURL: origin.map { $0 + "/" }), redirects: RedirectOptions(sources: sources))
    return try #require(try SiteRewriter.resolve(["/go/a"], options).links.first)
  }

  private func isRight(_ link: LinkResolution, _ answer: String, _ beginning: Beginning) -> Bool {
    switch (answer, link.group == nil ? nil : link.forwarding) {
    case ("arrives", .forwards), ("lost", .drops), ("never", nil): true
    case ("arrives", .unknown): Self.uncertain.contains(beginning.name)
    case ("never", .some):
      Self.forSomeVisitors.contains(beginning.name)
        // The request with the click id is answered otherwise than the one without.
        || link.forwarding?.decision?.reason.contains("query") == true
    default: false
    }
  }
}
