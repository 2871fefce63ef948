import AutoTagRedirects
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// Exports beside what the WordPress that they are of answered: `Tests/WordPress/answers.tsv` says how it was asked.
struct WordPressAnswersTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let export: String
    let request: String
    let plain: String
    let carrying: String

    var testDescription: String { "\(request) by \(export)" }
  }

  private static let folder = Oracle.root.appending(path: "Tests/WordPress")

  static let rows: [Row] = {
    let link = "https://click.linksynergy.com/deeplink"
    let target = link + "?id=AbCdEfGhIjk&mid=40001&murl=https%3A%2F%2Fwww.lampenhaus.example%2Fx"
    let table = (try? String(contentsOf: folder.appending(path: "answers.tsv"), encoding: .utf8)) ?? ""
    return table.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t").map {
        String($0).replacing("{D}", with: target).replacing("{L}", with: link)
      }
      return Row(export: fields[0], request: fields[1], plain: fields[2], carrying: fields[3])
    }
  }()

  @Test func hasTheTable() { #expect(Self.rows.count == 111) }

  @Test(arguments: rows)
  func answersAsWordPress(_ row: Row) throws {
    let site = try #require(SiteAddress("https://shop.example/"))
    // All plugins are on one site: a redirect may lead to a pretty link.
    let sources = try [row.export, "pretty-links.csv"].map { name in
      let file = try Array(Data(contentsOf: Self.folder.appending(path: name)))
      return try #require(RedirectFormat.of(export: file)).source.read(file, named: name, prefix: "/")
    }
    let map = RedirectMap(sources: sources, site: site, files: SiteFiles(["index.html"]))
    for (request, answer) in [(row.request, row.plain), (Self.carrying(row.request), row.carrying)] {
      let url = try #require(WebURL("https://shop.example" + request))
      let chain = map.chain(from: url)
      if answer.hasPrefix("?") {
        // Two rules whose order the export does not tell are followed both ways.
        #expect(isUncertain(chain) || map.outcomes(from: url).all.count > 1, "\(request)")
      } else {
        #expect(chain.destinationText ?? "-" == answer, "\(request)")
        // With the parameter in the link, what becomes of it is the whole question.
        #expect(request == row.request || !isUncertain(chain), "\(request)")
      }
    }
  }

  private static func carrying(_ request: String) -> String {
    request + (request.contains("?") ? "&" : "?") + "u1=--CLICK-ID--"
  }

  /// Neither the end nor the fate of the query is certain.
  private func isUncertain(_ chain: RedirectChain) -> Bool {
    if case .unknown = chain.end { return true }
    if case .unknown = chain.forwarding { return true }
    return false
  }
}
