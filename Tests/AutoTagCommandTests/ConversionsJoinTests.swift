import Foundation
import TestSupport
import Testing

/// `autotag conversions` with a site, and with orders.
@Suite("autotag conversions --site")
struct ConversionsJoinTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  static let shop = Oracle.root.appending(path: "SampleSites/conversions/shop")

  private static func run(_ arguments: [String]) throws -> (status: Int32, text: String, errors: String) {
    let output = try Oracle.run(Product.autotag, ["conversions"] + arguments, in: shop)
    return (output.status, String(decoding: output.standardOutput, as: UTF8.self), output.standardError)
  }

  private static func expected(_ name: String) throws -> String {
    try String(contentsOf: Oracle.root.appending(path: "Tests/Expected/conversions/\(name)"), encoding: .utf8)
  }

  @Test(
    "the sample shop has the tables that it should",
    arguments: [
      ("text", "shop-report.txt"), ("csv-summary", "shop-sums.csv"), ("markdown", "shop-report.md"),
    ])
  func sample(format: String, expected: String) throws {
    let output = try Self.run(["month.csv", "--site", "public", "--currency", "USD", "--format", format])
    #expect(output.status == 1, "\(output.errors)")
    #expect(output.text == (try Self.expected(expected)))
  }

  @Test("a saved audit says the same as the site")
  func audit() throws {
    let audit = try Oracle.run(
      Product.autotag, ["audit", "public", "--format", "json", "--fail-on", "never"], in: Self.shop)
    try folder.write(audit.standardOutput, to: "audit.json")
    let path = folder.url.appending(path: "audit.json").path
    let bySite = try Self.run([
      "month.csv", "--site", "public", "--currency", "USD", "--format", "csv-summary",
    ])
    let byAudit = try Self.run(["month.csv", "--audit", path, "--currency", "USD", "--format", "csv-summary"])
    #expect(byAudit.text == bySite.text)
    #expect(byAudit.text.contains(",link,"))
  }

  static let codeCases: [(name: String, configuration: String, map: String?, isJoined: Bool)] = [
    ("codes", "subid: code", "shop", true), ("no codes", "subid: u1", "shop", false),
    ("no map", "subid: code", nil, false), ("a map without codes", "subid: code", "", false),
  ]

  @Test(
    "without a site the map of codes beside the configuration tells pages and links", arguments: codeCases)
  func codesAlone(name: String, configuration: String, map: String?, isJoined: Bool) throws {
    let group = "{name: rakuten, hosts: [click.linksynergy.com], \(configuration)}"
    try folder.write("site: public\ngroups: [\(group)]\n", to: "project/autotag.yml")
    if let map {
      let text = try String(contentsOf: Self.shop.appending(path: "autotag-codes.tsv"), encoding: .utf8)
      let header = "code\tpage\tdestination\n"
      try folder.write(map.isEmpty ? header : text, to: "project/autotag-codes.tsv")
    }
    let month = Self.shop.appending(path: "month.csv").path
    let output = try Oracle.run(
      Product.autotag, ["conversions", month, "--currency", "USD", "--config", "project/autotag.yml"],
      in: folder.url)
    #expect(output.status == 1)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.contains("by link") == isJoined, "\(text)")
    guard isJoined else { return }
    #expect(text.contains("links of project/autotag-codes.tsv"))
    #expect(text.contains("  project/public/index.html → https://trail.example/boots "), "\(text)")
    #expect(text.contains("(u1 is no code of the map)"))
    // What only a look at the site can tell is not said.
    for words in ["links and no sale", "no link names it", "u1-unknown", "0 links"] {
      #expect(!text.contains(words), "\(words)")
    }
  }

  @Test("the orders that no line has fill the template")
  func inquiries() throws {
    let path = folder.url.appending(path: "inquiries.csv").path
    let output = try Self.run([
      "month.csv", "--currency", "USD", "--orders", "orders.csv", "--inquiries", path, "--today",
      "2026-11-04",
    ])
    #expect(
      output.errors
        == "Inquiries about 3 orders, as of 2026-11-04: 1 filled in, 1 found in the reports, 1 younger than 7 days\n"
    )
    #expect(
      try folder.text("inquiries.csv") == "MID,Order ID,Order Date,Order Amount,Member ID,Comments\r\n"
        + "45904,NL-30555,2026-10-12,89.00,,no commission was reported\r\n")
  }

  static let usages: [(arguments: [String], message: String)] = [
    (["--site", "public", "--audit", "a.json"], "choose one"), (["--site", "nowhere"], "nowhere"),
    (["--audit", "nowhere.json"], "the audit nowhere.json cannot be read"),
    (["--audit", "month.csv"], "write it with autotag audit --format json"),
    (["--inquiries", "i.csv"], "name a CSV file with --orders"),
    (["--orders", "orders.csv"], "are for --inquiries"),
    (["--today", "2026-11-04"], "--today is for --inquiries"),
    (["--orders", "orders.csv", "--inquiries", "i.csv", "--today", "4.11."], "--today must be a day"),
    (["--orders", "orders.csv", "--inquiries", "orders.csv"], "is one of the files to be read"),
    (["--orders", "orders.csv", "--inquiries", "i.csv", "--report", "i.csv"], "is to be written twice"),
  ]

  @Test("wrong usage is answered with what to do", arguments: usages)
  func usage(arguments: [String], message: String) throws {
    let output = try Self.run(["month.csv"] + arguments)
    #expect(output.status == 2)
    #expect(output.errors.contains(message), "\(output.errors)")
  }
}
