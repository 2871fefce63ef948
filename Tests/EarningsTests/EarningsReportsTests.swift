import AutoTagConversions
import AutoTagEarnings
import AutoTagSite
import AutoTagText
import AutoTagTracking
import Foundation
import TestSupport
import Testing

@Suite("reports about what links earned")
struct EarningsReportsTests {
  /// Something of everything, and names that are markup or formulas elsewhere.
  static func odd() throws -> (conversions: Conversions, earnings: Earnings) {
    let lines = JoinTests.cases.enumerated().flatMap { index, one in
      one.lines.map { line in
        var line = line
        line.order += "\(index)"
        return line
      }
    }
    let hostile = (0..<20).map { Shop.Line("click", mid: "=<b>|\u{1B}\($0)", order: "x\($0)") }
    let conversions = try Shop.conversions(lines + hostile)
    return (conversions, try EarningsJoin.earnings(of: conversions, with: try Shop.links()))
  }

  @Test("JSON is as its schema says", Oracle.needs(Oracle.python))
  func json() throws {
    let (conversions, earnings) = try Self.odd()
    var bytes: [UInt8] = []
    JSONConversions(conversions, version: "1", earnings: earnings).write { bytes += $0 }
    let schema = Oracle.root.appending(path: "Sources/Conversions/Reports/conversions.schema.json").path
    _ = try Oracle.script("json_schema.py", [schema], input: Data(bytes))
    let object = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
    let own = try #require(object?["earnings"] as? [String: Any])
    #expect((own["currencies"] as? [Any])?.count == 3)
  }

  @Test("the rows of CSV have all columns, and each table's are the total")
  func csv() throws {
    let (conversions, earnings) = try Self.odd()
    let script = """
      import csv, re, sys
      from decimal import Decimal
      rows = list(csv.DictReader(sys.stdin))
      sums = {}
      for row in rows:
          assert None not in row and None not in row.values(), row
          for cell in row.values():
              assert not re.match(r"[=+@\\t\\r\\n-]", cell) or re.fullmatch(r"-[0-9]+(\\.[0-9]+)?", cell), cell
          if row["counted"] == "yes":
              sums.setdefault(row["currency"], {}).setdefault(row["by"], Decimal(0))
              sums[row["currency"]][row["by"]] += Decimal(row["commission"])
      assert len(sums) == 3, sums
      for by in sums.values():
          assert len(by) == 5 and len(set(by.values())) == 1, sums
      """
    let summary = Data(CSVConversions(conversions, earnings: earnings).summary)
    let output = try Oracle.run("python3", ["-c", script], input: summary)
    #expect(output.status == 0, "\(output.standardError)")
  }

  @Test("text and Markdown show what they leave out as a row, and no markup or control character of others")
  func words() throws {
    let (conversions, earnings) = try Self.odd()
    let style = Style(isColored: false)
    let text = TextConversions(conversions, style: style, earnings: earnings).text
    #expect(text.contains("by page  orders, taken back, sales, commission in USD"))
    #expect(text.contains("(a click id that names no link)"))
    #expect(text.contains("  … and 13 more"))
    #expect(text.contains("links and no sale"))
    #expect(!text.contains("\u{1B}"))
    let all = TextConversions(conversions, style: style, limit: nil, earnings: earnings).text
    #expect(!all.contains("… and"))
    let markdown = MarkdownConversions(conversions, earnings: earnings).text
    #expect(markdown.contains("| by page | orders | taken back | sales | commission, USD |"))
    #expect(!markdown.contains("<b>"))
    #expect(!markdown.contains("\u{1B}"))
    #expect(markdown.contains("- 3\\: 1 link, the first at"))
  }

  private static func page(_ earnings: Earnings, _ conversions: Conversions) throws -> String {
    let pages = HTMLEarnings(earnings).sections
    return String(decoding: try HTMLConversions(conversions, version: "1", pages: pages).html, as: UTF8.self)
  }

  @Test("the page has tables by page and by link, whose rows are the total, and nothing of others is markup")
  func html() throws {
    let (conversions, earnings) = try Self.odd()
    let page = try Self.page(earnings, conversions)
    for of in earnings.currencies {
      for kind in ["page", "link"] {
        let start = try #require(
          page.range(of: "<h2 id=\"\(kind)s-\(of.currency.isKnown ? of.currency.code : "unknown")\">"))
        let end = try #require(page[start.upperBound...].range(of: "</section>"))
        let cells = page[start.upperBound..<end.lowerBound].matches(
          of: /data-label="Commission"[^>]*><span>(-?[0-9.]+)/
        ).map { Decimal(string: String($0.1)) ?? .nan }
        #expect(cells.dropLast().reduce(0, +) == cells.last, "\(kind)")
        #expect(cells.last == Decimal(string: of.currency.text(of.total.sums.commission)))
      }
    }
    #expect(page.contains("<h2 id=\"no-sales\">Links and no sale</h2>"))
    for text in ["<b>", "\u{1B}", "<script"] { #expect(!page.contains(text), "\(text)") }
  }

  @Test("no row is left out unsaid where there are more than are shown")
  func folded() throws {
    let lines = (0..<450).map { Shop.Line("lamp", order: "o\($0)", "1.00", "0.\(100 + $0)") }
    var map = LinkCodeMap()
    let places = (0..<450).map { LinkPlace(page: "p<\($0)>.html", destination: Shop.deepLink("1", "\($0)")) }
    for place in places { map.set(LinkCode.of(place), for: place) }
    let site = SiteLinks(map: "codes.tsv", map, paths: ShownPaths(site: ""))
    let coded = zip(lines, places).map { line, place in
      var line = line
      line.u1 = LinkCode.of(place)
      return line
    }
    let conversions = try Shop.conversions(coded, site)
    let page = try Self.page(try EarningsJoin.earnings(of: conversions, with: site), conversions)
    #expect(page.contains("… and 250 more, which the report as JSON has too"))
    #expect(page.contains("p&lt;449&gt;.html") && !page.contains("p&lt;0&gt;.html"))
    #expect(page.contains("450 codes in the map; --site has the links too"))
  }

  @Test(
    "Chromium shows the tables at three widths and in both schemes, silent, accessible, none wider than its place",
    Oracle.needs("chromium", Oracle.python))
  func browser() async throws {
    let (conversions, earnings) = try Self.odd()
    let folder = try TemporaryFolder()
    let file = try folder.write(Data(Self.page(earnings, conversions).utf8), to: "links.html").path
    let shots = ProcessInfo.processInfo.environment["AUTOTAG_SCREENSHOTS"] ?? ""
    #expect(try await Oracle.slowScript("conversions_page.py", [shots, file]).lines == ["1 pages"])
  }
}
