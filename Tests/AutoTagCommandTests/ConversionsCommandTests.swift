import Foundation
import TestSupport
import Testing

@Suite("autotag conversions")
struct ConversionsCommandTests {
  private let folder: TemporaryFolder

  static let header =
    "Member ID (U1),MID,Advertiser Name,Order ID,Transaction Date,Transaction Time,SKU,Sales,# of Items,"
    + "Total Commission,Process Date,Process Time\r\n"
  static let good = header + "click1,1,Lamps,1001,5/21/23,06:58:45,A,10.00,1,2.50,5/22/23,06:58:45\r\n"
  static let missing = good.replacing("click1", with: "")
  static let broken = good.replacing("2.50", with: "2;50")

  init() throws { folder = try TemporaryFolder() }

  struct Run: Sendable, CustomTestStringConvertible {
    let file: String
    let arguments: [String]
    let status: Int32
    var testDescription: String { "\(arguments) \(status)" }

    init(_ file: String, _ arguments: [String], _ status: Int32) {
      (self.file, self.arguments, self.status) = (file, arguments, status)
    }
  }

  static let runs = [
    Run(good, [], 0), Run(good, ["--fail-on", "warning"], 1),
    Run(good, ["--fail-on", "warning", "--currency", "USD"], 0),
    Run(missing, [], 0), Run(missing, ["--fail-on", "warning", "--currency", "USD"], 1), Run(broken, [], 1),
    Run(broken, ["--fail-on", "never"], 0), Run("nothing", [], 3), Run("nothing", ["--fail-on", "never"], 3),
    Run(good, ["nowhere.csv"], 3), Run(good, ["--quiet"], 0), Run(good, ["--format", "json"], 0),
    Run(good, ["--format", "markdown"], 0), Run(good, ["--format", "html"], 0),
    Run(good, ["--format", "csv-summary"], 0), Run(good, ["--timezone", "-05:00"], 0),
  ]

  @Test("ends by the worst finding", arguments: runs)
  func status(run: Run) throws {
    try folder.write(run.file, to: "file.csv")
    let output = try Oracle.run(Product.autotag, ["conversions", "file.csv"] + run.arguments, in: folder.url)
    #expect(output.status == run.status, "\(output.standardError)")
    #expect(output.standardOutput.isEmpty == run.arguments.contains("--quiet"))
  }

  /// Runs that end with 1, and the line on standard error; none where what is printed shows the findings.
  static let gates: [(arguments: [String], line: String)] = [
    (["-q"], "1 finding at or above --fail-on error: 1 amount-unreadable.\n"),
    (
      ["-q", "--fail-on", "warning"],
      "3 findings at or above --fail-on warning: 1 amount-unreadable, 1 currency-missing, 1 u1-missing.\n"
    ),
    (["--format", "csv-summary"], "1 finding at or above --fail-on error: 1 amount-unreadable.\n"),
    (["--format", "csv"], "1 finding at or above --fail-on error: 1 amount-unreadable.\n"),
    (["--report", "csv:-"], "1 finding at or above --fail-on error: 1 amount-unreadable.\n"),
    ([], ""), (["--format", "json"], ""), (["--format", "markdown"], ""), (["--format", "html"], ""),
    (["--report", "r.json"], ""),
  ]

  @Test("a run that ends with 1 says why: which codes", arguments: gates.indices)
  func gate(index: Int) throws {
    try folder.write(Self.missing + Self.broken.dropFirst(Self.header.count), to: "file.csv")
    let test = Self.gates[index]
    let output = try Oracle.run(
      Product.autotag, ["conversions", "file.csv"] + test.arguments, in: folder.url)
    #expect(output.status == 1)
    #expect(output.standardError == test.line)
  }

  static let usages: [(arguments: [String], message: String)] = [
    ([], "Which files?"), (["https://x/report?token=SECRET"], "Nothing is fetched"),
    (["-", "-"], "can be read once"), (["-", "file.csv", "-"], "can be read once"),
    (
      ["-", "--audit", "-"],
      "--audit needs the name of a file: only the files to be read may be standard input"
    ),
    (["file.csv", "--audit", "-"], "--audit needs the name of a file"),
    (["-", "--orders", "-", "--inquiries", "x.csv"], "--orders needs the name of a file"),
    (["file.csv", "--orders", "-", "--inquiries", "-"], "--orders needs the name of a file"),
    (["file.csv", "--report", "json:-", "--report", "csv:-"], "- is to be written twice"),
    (
      ["file.csv", "--report", "json:file.csv?token=SECRET", "--report", "json:file.csv?token=SECRET"],
      "is to be written twice"
    ),
    (["file.csv", "--currency", "euro"], "must be a code of three letters"),
    (["file.csv", "--timezone", "Mars"], "--timezone must be UTC"),
    (["file.csv", "--postback-path", "pb"], "--postback-path must begin with /"),
    (["file.csv", "--report", "x.doc"], "its format is not known"),
    (["file.csv", "--report", "file.csv"], "is one of the files to be read"),
    (["file.csv", "--report", "a.json", "--report", "a.json"], "is to be written twice"),
    (["file.csv", "--date-order", "myd"], "is invalid"),
  ]

  @Test("wrong usage is answered with what to do", arguments: usages)
  func usage(arguments: [String], message: String) throws {
    try folder.write(Self.good, to: "file.csv")
    let output = try Oracle.run(Product.autotag, ["conversions"] + arguments, in: folder.url)
    #expect(output.status == 2)
    #expect(output.standardError.contains(message), "\(output.standardError)")
    #expect(!output.standardError.contains("SECRET"))
    #expect(try folder.text("file.csv") == Self.good)
  }

  static let address = "https://x.example/report?network=1&token=SECRET&tz=GMT"

  /// Places of a command line where the address of a report may be pasted.
  static let pasted: [[String]] = [
    ["conversions", address], ["conversions", "file.csv", "--report", address],
    ["conversions", "file.csv", "--report=json:\(address)/x"],
    ["conversions", "file.csv", "--site", address],
    ["conversions", "file.csv", "--audit", address], ["conversions", "file.csv", "--config", address],
    ["conversions", "file.csv", "--baseline", address],
    ["conversions", "file.csv", "--orders", address, "--inquiries", "x"],
    ["conversions", "file.csv", "--currency", address], ["conversions", "file.csv", "--timezone", address],
    ["conversions", "file.csv", "--date-order", address],
    ["conversions", "file.csv", "--postback-path", address],
    ["conversions", "file.csv", "--format", address],
    ["conversions", "file.csv", "--orders", "file.csv", "--inquiries", "x", "--today", address],
    ["conversions", "file.csv", "--\(address)"], ["conversion", address], [address], ["help", address],
    ["rewrite", address], ["audit", address],
  ]

  @Test("no message repeats the token of an address, wherever that was pasted", arguments: pasted)
  func pastedAddress(arguments: [String]) throws {
    try folder.write(Self.good, to: "file.csv")
    let output = try Oracle.run(Product.autotag, arguments, in: folder.url)
    #expect(output.status >= 2)
    #expect(!output.standardError.contains("SECRET"), "\(output.standardError)")
    #expect(!String(decoding: output.standardOutput, as: UTF8.self).contains("SECRET"))
  }

  @Test("standard input, compressed, and reports to files")
  func input() throws {
    let compressed = try Oracle.run("gzip", ["-c"], input: Data(Self.good.utf8)).standardOutput
    let output = try Oracle.run(
      Product.autotag,
      [
        "conversions", "-", "--currency", "USD", "--report", "a.json", "--report", "csv-summary:sums.txt",
        "--report", "l.csv", "--report", "page.html",
      ],
      input: compressed, in: folder.url)
    #expect(output.status == 0)
    #expect(String(decoding: output.standardOutput, as: UTF8.self).contains("1 order: 1 Purchase"))
    #expect(try folder.text("sums.txt").contains("-,USD,ok,yes,1,10.00,2.50"))
    #expect(try folder.text("l.csv").hasPrefix("state,counted,codes"))
    #expect(try folder.text("page.html").contains("Commission by day, USD"))
    let object = try JSONSerialization.jsonObject(with: try folder.read("a.json")) as? [String: Any]
    #expect((object?["ledger"] as? [Any])?.count == 1)
  }

  @Test("the configuration names events, types to ignore and the token")
  func configuration() throws {
    try folder.write(
      """
      conversions:
        events:
          purchase: Sale
          skus: {B: ignore}
      groups:
        - {name: rakuten, hosts: [click.linksynergy.com], subid: u1, token: "[[cid]]"}
      """, to: "autotag.yml")
    let line = "[[cid]],1,Lamps,1001,5/21/23,06:58:45,A,10.00,1,2.50,5/22/23,06:58:45\r\n"
    try folder.write(Self.header + line + line.replacing(",A,", with: ",B,"), to: "file.csv")
    let output = try Oracle.run(Product.autotag, ["conversions", "file.csv"], in: folder.url)
    #expect(output.status == 1)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(text.contains("1 order: 1 Sale"))
    #expect(text.contains("[u1-placeholder]"))
    #expect(text.contains("event-ignored"))
  }

  @Test("the configuration names the currency, the time zone and the order of dates; options come first")
  func readingSettings() throws {
    try folder.write(
      "conversions: {currency: EUR, timezone: \"+02:00\", date-order: dmy}\n", to: "autotag.yml")
    try folder.write(
      Self.header + "click1,1,Lamps,1001,2/5/23,06:58:45,A,10.00,1,2.50,3/5/23,06:58:45\r\n", to: "file.csv")
    for (options, date, currency) in [
      ([], "2023-05-02T04:58:45Z", "EUR"), (["--currency", "USD"], "2023-05-02T04:58:45Z", "USD"),
      (["--timezone", "UTC", "--date-order", "mdy"], "2023-02-05T06:58:45Z", "EUR"),
    ] {
      let output = try Oracle.run(
        Product.autotag, ["conversions", "file.csv", "--format", "csv"] + options, in: folder.url)
      let text = String(decoding: output.standardOutput, as: UTF8.self)
      #expect(text.contains(date), "\(text)")
      #expect(text.contains(",\(currency),10.00,"), "\(text)")
    }
  }

  @Test("a folder is none of the files, and what it may be is said")
  func folderAsFile() throws {
    try FileManager.default.createDirectory(
      at: folder.url.appending(path: "public"), withIntermediateDirectories: true)
    let output = try Oracle.run(Product.autotag, ["conversions", "public"], in: folder.url)
    #expect(output.status == 3)
    #expect(
      String(decoding: output.standardOutput, as: UTF8.self).contains(
        "it is a folder: name the files in it, or say --site for the site's folder"))
  }

  static let adviceCases: [(configuration: String, missing: String, placeholder: String)] = [
    ("", "carry u1=--CLICK-ID-- (autotag audit)", "pages without AnyTrack's tag"),
    (
      "{name: rakuten, hosts: [click.linksynergy.com], subid: u1, token: '[[cid]]'}",
      "carry u1=[[cid]] (autotag audit)", ""
    ),
    (
      "{name: rakuten, hosts: [click.linksynergy.com], subid: code}",
      "run autotag rewrite, which gives each link its code",
      "run autotag rewrite, which writes each link's code in its place"
    ),
    (
      "{name: rakuten, hosts: [click.linksynergy.com], subid: code}, "
        + "{name: other, hosts: [linksynergy.jrs5.com], subid: u1}",
      "run autotag rewrite, which gives the links of a group with subid: code their codes, look whether the others carry "
        + "u1=--CLICK-ID-- (autotag audit)",
      "pages without AnyTrack's tag"
    ),
    (
      "{name: other, hosts: [example.com], subid: s}", "carry u1=--CLICK-ID-- (autotag audit)",
      "pages without AnyTrack's tag"
    ),
  ]

  @Test("what to do about u1 follows what the configuration lets links carry", arguments: adviceCases)
  func advice(configuration: String, missing: String, placeholder: String) throws {
    if !configuration.isEmpty { try folder.write("groups: [\(configuration)]\n", to: "autotag.yml") }
    let clicks = "Member ID (U1),# of Clicks,Sales,Total Commission\n,1,3.00,0.30\n"
    for text in [Self.missing, clicks] {
      try folder.write(text, to: "file.csv")
      let output = try Oracle.run(Product.autotag, ["conversions", "file.csv"], in: folder.url)
      #expect(String(decoding: output.standardOutput, as: UTF8.self).contains(missing), "\(output)")
    }
    try folder.write(Self.good.replacing("click1", with: "--CLICK-ID--"), to: "file.csv")
    let output = try Oracle.run(Product.autotag, ["conversions", "file.csv"], in: folder.url)
    let text = String(decoding: output.standardOutput, as: UTF8.self)
    #expect(placeholder.isEmpty ? !text.contains("u1-placeholder") : text.contains(placeholder), "\(output)")
  }

  // MARK: The sample

  static let sample = ["access.log", "events.json", "signature-orders-1.csv", "signature-orders-2.csv"]

  @Test(
    "the sample shop has the ledger and the report that it should",
    arguments: [("text", "report.txt"), ("csv", "ledger.csv")])
  func sample(format: String, expected: String) throws {
    let root = Oracle.root
    let output = try Oracle.run(
      Product.autotag, ["conversions"] + Self.sample + ["--currency", "USD", "--format", format],
      in: root.appending(path: "SampleSites/conversions"))
    #expect(output.status == 1)
    let wanted = try String(
      contentsOf: root.appending(path: "Tests/Expected/conversions/\(expected)"), encoding: .utf8)
    #expect(String(decoding: output.standardOutput, as: UTF8.self) == wanted)
  }
}
