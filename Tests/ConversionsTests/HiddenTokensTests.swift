import AutoTagConversions
import AutoTagText
import Foundation
import TestSupport
import Testing

@Suite("tokens of reports' addresses")
struct HiddenTokensTests {
  static let texts: [(text: String, shown: String)] = [
    ("token=SECRET", "token=…"), ("https://x/f?token=SECRET&tz=GMT", "https://x/f?token=…&tz=GMT"),
    ("TOKEN=SECRET;a", "TOKEN=…;a"), ("access_token=SECRET#a", "access_token=…#a"),
    ("https%3A%2F%2Fx%2Ff%3Ftoken%3DSECRET%26tz", "https%3A%2F%2Fx%2Ff%3Ftoken%3D…"),
    ("token%253dSECRET", "token%253d…"), ("token%25253DSECRET", "token%25253D…"),
    ("{\"token\": \"SECRET\", \"a\": 1}", "{\"token\": \"…\", \"a\": 1}"),
    ("{\\\"token\\\":\\\"SECRET\\\"}", "{\\\"token\\\":\\\"…\"}"), ("token: SECRET", "token: …"),
    ("token = SECRET", "token = …"), ("token='SECRET'", "token='…'"),
    ("%22token%22%3A%22SECRET", "%22token%22%3A%22…"),
    ("token=A&token=B", "token=…&token=…"), ("token=token=SECRET", "token=…"), ("İtoken=SECRET", "İtoken=…"),
    ("token=…", "token=…"), ("token", "token"), ("tokens=5", "tokens=5"),
    ("a token of love", "a token of love"),
    ("{token}", "{token}"), ("token=", "token=…"),
  ]

  @Test("a text without its tokens", arguments: texts)
  func masked(text: String, shown: String) {
    #expect(HiddenTokens.masked(text) == shown)
    #expect(HiddenTokens.masked(shown) == shown)
  }

  /// All that the program writes about a reading.
  static func reports(_ conversions: Conversions) throws -> [(name: String, text: String)] {
    var reports = [
      ("text", TextConversions(conversions, style: Style(isColored: false)).text),
      ("all text", TextConversions(conversions, style: Style(isColored: true), limit: nil).text),
      ("markdown", MarkdownConversions(conversions).text),
      ("ledger", ConversionReportsTests.csv(conversions)),
      ("summary", String(decoding: CSVConversions(conversions).summary, as: UTF8.self)),
      ("json", String(decoding: ConversionReportsTests.json(conversions), as: UTF8.self)),
      ("html", String(decoding: try HTMLConversions(conversions, version: "1").html, as: UTF8.self)),
    ]
    reports.append(("findings", conversions.all.map { "\($0)" }.joined()))
    return reports
  }

  static let address =
    "https://ran-reporting.rakutenmarketing.com/en/reports/x/filters?tz=GMT&token=S3CR&network=1"

  @Test(
    "no report shows one, whatever cell it stands in",
    arguments: Report.header + ["Transaction ID", "Currency", "Network ID", "Product Name", "# of Clicks"])
  func cells(column: String) throws {
    for value in [Self.address, "token%3DS3CR", "x \"token\": \"S3CR\""] {
      let header = Report.header + ["Transaction ID", "Currency", "Network ID", "Product Name"]
      var cells = Report.line() + ["T1", "USD", "1", "Lamp"]
      if let place = header.firstIndex(of: column) { cells[place] = value }
      let good = Report.line(u1: "", order: "1002", commission: "-2.50") + ["T2", "USD", "1", "Lamp"]
      let clicks = [
        "Member ID (U1),MID,Advertiser Name,# of Clicks,Sales,Total Commission", "a b,1,Lamps,2,3.00,0.30",
      ].joined(separator: "\n")
      let clickCells = [
        column == "Member ID (U1)" ? value : "", column == "MID" ? value : "1",
        column == "Advertiser Name" ? value : "", column == "# of Clicks" ? value : "1", "3.00", "0.30",
      ]
      let text = Report.text([cells, good], header: header)
      let conversions = try Conversions.read([
        (Self.address, "\(Self.address)\n\(text)"), ("other?token=S3CR", text), ("c?token=S3CR", clicks),
        (
          "d",
          Report.text(
            [clickCells],
            header: ["U1", "MID", "Advertiser Name", "# of Clicks", "Sales", "Total Commission"])
        ),
        ("e?token=S3CR", "\(value)\n"), ("/nowhere?token=S3CR", value),
      ])
      for (name, report) in try Self.reports(conversions) {
        #expect(!report.contains("S3CR"), "\(name) \(column): \(report)")
      }
    }
  }

  @Test(
    "nor of a message",
    arguments: [
      "etransaction_id", "order_id", "advertiser_id", "sku_number", "u1", "commissions", "sale_amount",
      "transaction_date", "process_date", "currency", "quantity", "is_event", "transaction_type",
      "product_name",
    ])
  func fields(field: String) throws {
    let place = try #require(MessageTests.flat.firstRange(of: "\"\(field)\": \""))
    let end = try #require(MessageTests.flat[place.upperBound...].firstIndex(of: "\""))
    let json = MessageTests.flat.replacingCharacters(in: place.upperBound..<end, with: Self.address)
    let value = Self.address.replacing("&", with: "%26").replacing("=", with: "%3D")
    let log = MessageTests.line(
      "/pb?\(field)=\(value)&" + MessageTests.query.replacing("&\(field)=", with: "&x="))
    let conversions = try Conversions.read([("a", json), ("b", log + "\n" + log.dropFirst(40))])
    for (name, report) in try Self.reports(conversions) {
      #expect(!report.contains("S3CR"), "\(name) \(field): \(report)")
    }
  }

  @Test("two values that only differ in their tokens are two")
  func apart() throws {
    let lines = ["token=A", "token=B"].map { Report.line(order: $0) }
    let conversions = try Conversions.read([("a", Report.text([lines[0]])), ("b", Report.text([lines[1]]))])
    #expect(conversions.totals.first?.orders == 2)
    #expect(conversions.sums == ["2 20.00 5.00"])
  }

  @Test("nor do inquiries, and what is wrong with their list")
  func inquiries() throws {
    let header = InquiriesTests.header
    // An order id or an MID with a token is not written, nor is a u1; the order of such a u1 is.
    let filled = try InquiriesTests.inquiries(
      header + "token=S3CR,2023-06-01,1,7,a\n8,2023-06-01,1,access_token=S3CR,a\n"
        + "9,2023-06-01,1,7,token: S3CR\n")
    #expect(filled.counts == [.token: 2, .filled: 1])
    #expect(filled.withoutSubid == [.token: 1])
    #expect(!String(decoding: filled.csv, as: UTF8.self).contains("S3CR"))
    for wrong in ["9,token=S3CR,1,1,a\n", "9,2023-06-01,token=S3CR,1,a\n"] {
      let error = try #require(throws: ConversionsError.self) { try InquiriesTests.inquiries(header + wrong) }
      #expect(!error.description.contains("S3CR"))
    }
  }
}
