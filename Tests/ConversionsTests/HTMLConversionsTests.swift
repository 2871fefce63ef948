import AutoTagConversions
import AutoTagReportPage
import Foundation
import TestSupport
import Testing

@Suite("the page about conversions")
struct HTMLConversionsTests {
  private static func page(_ conversions: Conversions, pages: [PageSection] = []) throws -> String {
    String(
      decoding: try HTMLConversions(conversions, version: "1", pages: pages).html, as: UTF8.self)
  }

  /// A month with returns, and names of which some are longer than any screen.
  private static func month() throws -> Conversions {
    let names = ["Lamps", "Boots & Sons", "<i>\"x\"", String(repeating: "Langername", count: 9)]
    let lines = (0..<120).map { index in
      let isReturn = index % 17 == 0
      return Report.line(
        u1: index % 9 == 0 ? "" : "c\(index)", mid: "\(4000 + index % 4)", name: names[index % 4],
        order: "o\(index)",
        date: "5/\(1 + index % 31)/23", sku: "s\(index)", sales: (isReturn ? "-" : "") + "1\(index % 7)0.00",
        items: isReturn ? "-1" : "1", commission: (isReturn ? "-9" : "") + "\(1 + index % 5).25")
    }
    return try Conversions.read([("month.csv", "network: 3\n" + Report.text(lines))])
  }

  /// The largest amounts that are read, over many years.
  private static func large() throws -> Conversions {
    let lines = (0..<8).map { index in
      Report.line(
        mid: "\(index)", order: "\(index)", date: "1/\(1 + index)/\(1990 + index * 10)",
        sales: "999999999999.999999",
        commission: (index % 2 == 0 ? "" : "-") + "999999999999.999999")
    }
    return try Conversions.read(Report.text(lines))
  }

  private static func all() throws -> [(name: String, conversions: Conversions)] {
    [
      ("odd", try ConversionReportsTests.odd()), ("month", try month()), ("large", try large()),
      ("day", try Conversions.read(Report.text([Report.line()]))),
      ("empty", try Conversions.read(Report.text([]))), ("none", try Conversions.read("nothing")),
      ("undated", try Conversions.read(Report.text([Report.line(date: "")]))),
    ]
  }

  @Test(
    "Chromium shows it at three widths and in both schemes, silent, accessible, with no label cut or on another",
    Oracle.needs("chromium", Oracle.python))
  func browser() async throws {
    let folder = try TemporaryFolder()
    var files: [String] = []
    for (name, conversions) in try Self.all() {
      files.append(try folder.write(Data(Self.page(conversions).utf8), to: "\(name).html").path)
    }
    // For those who want to look: the screenshots stay in this folder.
    let shots = ProcessInfo.processInfo.environment["AUTOTAG_SCREENSHOTS"] ?? ""
    let output = try await Oracle.slowScript("conversions_page.py", [shots] + files)
    #expect(output.lines == ["\(files.count) pages"])
  }

  @Test("the policy names the only style by its hash and lets no script run", Oracle.needs("python3"))
  func policy() throws {
    let script = """
      import base64, hashlib, re, sys
      page = sys.stdin.read()
      style = re.search("<style>(.*?)</style>", page, re.S)[1]
      hash = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
      assert f"default-src 'none'; img-src data:; style-src 'sha256-{hash}'; script-src 'none'" in page, hash
      assert not re.search("<script|<link rel=.stylesheet| style=|src=", page)
      """
    let page = Data(try Self.page(ConversionReportsTests.odd()).utf8)
    let output = try Oracle.run("python3", ["-c", script], input: page)
    #expect(output.status == 0, "\(output.standardError)")
  }

  @Test("the sums in the page are those of JSON, and what is counted and what is not are all of it")
  func sums() throws {
    let conversions = try ConversionReportsTests.odd()
    let page = try Self.page(conversions)
    let object = try #require(
      try JSONSerialization.jsonObject(with: ConversionReportsTests.json(conversions)) as? [String: Any])
    let totals = try #require(object["totals"] as? [[String: Any]])
    var figures: [String] = []
    for total in totals {
      let counted = try #require(total["counted"] as? [String: Any])
      figures.append(try #require(counted["commission"] as? String))
    }
    let amounts = page.matches(of: /class="figure amount[a-z ]*">([^<]*)</).map { String($0.1) }
    #expect(amounts == figures.map(PageNumber.grouped))
    #expect(totals.count == 3)
    let row =
      /data-label="Counted"[^>]*><span>([-0-9.,]+)<.*?data-label="Not counted"[^>]*><span>([-0-9.,]+).*?data-label="All"[^>]*><span>([-0-9.,]+)</
    let rows = page.matches(of: row)
    #expect(rows.count == conversions.sourceTotals.count)
    for row in rows {
      let (counted, excluded, all) = (
        Self.decimal(row.1), Self.decimal(row.2), Self.decimal(row.3)
      )
      #expect(try #require(counted) + #require(excluded) == #require(all))
    }
  }

  private static func decimal(_ text: Substring) -> Decimal? {
    Decimal(string: String(text).replacing(",", with: ""))
  }

  @Test(
    "numbers have a comma between groups of three digits",
    arguments: [
      ("0", "0"), ("999", "999"), ("1000", "1,000"), ("-999.5", "-999.5"),
      ("-123456.789012", "-123,456.789012"),
      ("9223372036854.775807", "9,223,372,036,854.775807"), ("", ""), ("-", "-"),
      ("too large to be told", "too large to be told"),
    ])
  func grouped(number: String, text: String) {
    #expect(PageNumber.grouped(number) == text)
  }

  @Test(
    "the page names the states as other reports do",
    arguments: [
      "<span class=\"shape trackable\"></span>ok<", "</span>error: no click id (counted)<",
      "</span>deduplicated<",
      "</span>error: not understood<",
    ])
  func states(words: String) throws {
    #expect(try Self.page(ConversionReportsTests.odd()).contains(words))
  }

  @Test("nothing that a report holds is markup, and no token of an address is shown")
  func hostile() throws {
    let page = try Self.page(ConversionReportsTests.odd())
    for text in ["<b>", "SECRET", "\u{1B}", "<i>"] { #expect(!page.contains(text), "\(text)") }
    #expect(page.contains("&lt;b&gt;x&lt;/b&gt;"))
    let month = try Self.page(Self.month())
    #expect(!month.contains("<i>") && month.contains("&lt;i&gt;&quot;x&quot;"))
  }

  @Test("each currency has sums and charts of its own")
  func currencies() throws {
    let page = try Self.page(ConversionReportsTests.odd())
    for currency in ["GBP", "JPY"] {
      #expect(page.contains("Earned, \(currency)</h2>"))
      #expect(page.contains("Commission by day, \(currency)</h2>"))
      #expect(page.contains("By advertiser, \(currency)</h2>"))
    }
  }

  @Test("without a line the page says so, and names a file that was not read")
  func empty() throws {
    #expect(try Self.page(Conversions.read(Report.text([]))).contains("There is no line of an order"))
    let page = try Self.page(Conversions.read("nothing"))
    #expect(page.contains("1 file could not be read") && page.contains("not recognised"))
    #expect(!page.contains("Nothing was found."))
  }

  /// Days and the columns that they make, by what the page calls them.
  static let spans: [(first: String, last: String, title: String, columns: Int, named: String)] = [
    ("5/1/23", "5/1/23", "day", 1, "2023-05-01"), ("5/1/23", "5/31/23", "day", 31, "2023-05-02"),
    ("5/1/23", "7/31/23", "day", 92, "2023-06-30"), ("5/1/23", "8/1/23", "week", 14, "week of 2023-07-31"),
    ("1/31/23", "1/31/25", "month", 25, "2024-02"), ("1/1/1990", "1/1/2030", "year", 41, "2009"),
    ("2/28/24", "3/1/24", "day", 3, "2024-02-29"), ("12/31/22", "1/1/23", "day", 2, "2023-01-01"),
  ]

  @Test("a column stands for a day, and where these are too many for more", arguments: spans)
  func periods(first: String, last: String, title: String, columns: Int, named: String) throws {
    let lines = [Report.line(order: "1", date: first), Report.line(order: "2", date: last)]
    let page = try Self.page(Conversions.read(Report.text(lines)))
    #expect(page.contains("Commission by \(title)</h2>"))
    #expect(page.matches(of: /<g><title>/).count == columns)
    #expect(page.contains("<title>\(named): "))
  }

  @Test("sections about pages stand behind the advertisers")
  func pages() throws {
    let section = PageSection(id: "pages", title: "By <page>", body: "<p>body</p>\n")
    let page = try Self.page(Conversions.read(Report.text([Report.line()])), pages: [section])
    let place = try #require(page.range(of: "<h2 id=\"pages\">By &lt;page&gt;</h2>\n<p>body</p>"))
    #expect(try #require(page.range(of: "id=\"advertisers-unknown\"")).lowerBound < place.lowerBound)
    #expect(try #require(page.range(of: "id=\"found\"")).lowerBound > place.lowerBound)
  }
}
