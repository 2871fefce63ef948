import AutoTagConversions
import Testing

@Suite("postbacks and the Events API")
struct MessageTests {
  /// AnyTrack's example of a postback.
  static let example = """
    {
      "transaction_date": "2023-05-21T06:58:45.000+0000",
      "sku_number": "TRCAT5DB",
      "quantity": "1",
      "etransaction_id": "B7B2BE0B83ECDD168FD50BC789F508AC",
      "transaction_type": "realtime",
      "product_name": "TRCAT5DB",
      "offer_id": "1262960",
      "advertiser_id": "45904",
      "sid": "3771737",
      "is_event": "Y",
      "commissions": "25",
      "process_date": "2023-05-21T06:58:45.000+0000",
      "currency": "EUR",
      "u1": "Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE",
      "order_id": "4000110733",
      "sale_amount": "43.17"
    }
    """

  @Test("the example of a postback is a purchase")
  func seed() throws {
    let conversions = try Conversions.read(Self.example)
    #expect(conversions.sums == ["EUR 1 43.17 25.00"])
    let entry = try #require(conversions.ledger.first)
    #expect(entry.state == .ok)
    #expect(entry.event == "Purchase")
    #expect(entry.codes == [.eventUnconfirmed])
    #expect(entry.subid == "Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE")
    #expect(conversions.totals.first?.announced.lines == 1)
  }

  static let flat = example.split(separator: "\n").joined(separator: " ")
  static let other = flat.replacing("B7B2", with: "C7B2").replacing("4000110733", with: "5")
  /// An answer of the Events API: numbers, and JavaScript's dates.
  static let event = """
    {"etransaction_id": "6375583947429F22C38938395BFACFA0", "advertiser_id": 3184, "sid": 3371414,
     "order_id": "M1917799796", "offer_id": "727010", "sku_number": "2966631", "sale_amount": -180, "quantity": 1,
     "commissions": -5.4, "process_date": "Sat Mar 14 2020 18:28:18 GMT+0000 (UTC)",
     "transaction_date": "Thu Feb 27 2020 18:02:43 GMT+0000 (UTC)", "transaction_type": "realtime",
     "product_name": "Bracelet", "u1": "8370", "currency": "USD", "is_event": "N"}
    """

  struct File: Sendable, CustomTestStringConvertible {
    let text: String
    let sums: [String]
    /// The code and place of each line that is not understood.
    var broken: [String] = []
    var testDescription: String { "\(text.prefix(60)) \(sums)" }

    init(_ text: String, _ sums: [String], broken: [String] = []) {
      (self.text, self.sums, self.broken) = (text, sums, broken)
    }
  }

  static let two = ["EUR 2 86.34 50.00"]

  static let files = [
    File("[\(flat),\(other)]", two), File("[[\(flat)],[\(other)],[]]", two), File("\(flat)\n\(other)\n", two),
    File("\u{FEFF}\(flat)\r\n\r\n\(other)", two),
    File("\(example)\n\(example.replacing("4000110733", with: "5").replacing("B7B2", with: "C7B2"))", two),
    File("{\"_metadata\": {\"page\": 1}, \"data\": [\(flat), \(other)]}", two),
    File("{\"data\": [\(flat)]}\n{\"data\": [\(other)]}", two),
    File("[{\"data\": [\(flat)]}, {\"data\": [\(other)]}]", two),
    File(event, ["USD 1 -180.00 -5.40"]), File("{\"data\": []}", []), File("[]", []),
    File("[{}]", [], broken: ["line-broken 1:2"]), File("[1]", [], broken: ["line-broken 1:2"]),
    File("\(flat)\n{oops\n\(other)", two, broken: ["line-broken 2"]),
    File("[\(flat), oops, \(other)]", ["EUR 1 43.17 25.00"], broken: ["line-broken 1"]),
    File("[\(flat)", ["EUR 1 43.17 25.00"], broken: ["line-broken 1"]),
    File(example.replacing("\"43.17\"", with: "\"43,17\""), [], broken: ["amount-unreadable 17:18"]),
    File(example.replacing("\"25\"", with: "null"), [], broken: ["amount-unreadable 1:1"]),
    File(
      example.replacing("\"2023-05-21T06:58:45.000+0000\",\n  \"sku", with: "\"21/5/23\",\n  \"sku"), [],
      broken: ["date-ambiguous 2:23"]),
    File(example.replacing("\"EUR\"", with: "\"€\""), [], broken: ["currency-unreadable 14:15"]),
    File(example.replacing("\"Y\"", with: "\"<is_event>\""), [], broken: ["line-broken 11:15"]),
    File(flat.replacing("\"sid\"", with: "\"order_id\""), [], broken: ["line-broken 1"]),
    File(event.replacing("-5.4", with: "1.2345").replacing("-180", with: "1.0E3"), ["USD 1 1000.00 1.2345"]),
  ]

  @Test("JSON in any arrangement", arguments: files)
  func file(test: File) throws {
    let conversions = try Conversions.read(test.text)
    #expect(conversions.sources.map(\.problem) == [nil])
    #expect(conversions.sums == test.sums)
    let broken = conversions.all.filter { $0.code.severity == .error }
    let places = broken.map { finding in
      // Where it stands twice the first does.
      "\(finding.code.rawValue) \(finding.location.dropFirst("file:".count))"
    }
    if test.broken == ["line-broken 1"] {
      #expect(places.first?.hasPrefix("line-broken 1") == true)
    } else {
      #expect(places == test.broken)
    }
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let old: String
    let new: String
    let message: String
    let fix: String
    var testDescription: String { message }
  }

  static let faults = [
    Fault(
      old: "\"25\"", new: "0.3000004",
      message: "the amount “0.3000004” has more than 6 decimals (order 4000110733, 45904)",
      fix: "have what wrote the message round it: such a number comes of a calculation in binary fractions"),
    Fault(
      old: "\"25\"", new: "\"2,5\"", message: "the amount “2,5” is no number (order 4000110733, 45904)",
      fix: "look at what wrote the message: an amount is such as 1234.56"),
    Fault(
      old: "\"2023-05-21T06:58:45.000+0000\",\n  \"sku", new: "\"yesterday\",\n  \"sku",
      message: "the date “yesterday” is not read (order 4000110733, 45904)",
      fix: "look at what wrote the message: a date is such as 2026-10-31T06:58:45Z"),
    Fault(
      old: "\"EUR\"", new: "\"EURO\"",
      message: "the currency “EURO” is no code of three letters (order 4000110733, 45904)",
      fix: "write it as a code of ISO 4217, such as EUR"),
  ]

  @Test("a fault names the order, and what to do in the words of messages", arguments: faults)
  func fault(test: Fault) throws {
    let conversions = try Conversions.read(Self.example.replacing(test.old, with: test.new))
    #expect(conversions.all.map(\.message) == [test.message])
    #expect(conversions.all.map(\.fix) == [test.fix])
    // What is understood of it is summed.
    let unread = conversions.totals.map { $0.sums[.unread] }.filter { $0.lines > 0 }
    #expect(unread.map { $0.sales.text(decimals: 2) } == ["43.17"])
    let hasCommission = !test.old.contains("25")
    #expect(unread.map { $0.commission.text(decimals: 2) } == [hasCommission ? "25.00" : "0.00"])
  }

  // MARK: Access logs

  static let query =
    "is_event=N&etransaction_id=X1&order_id=B%2D77&advertiser_id=45904&sku_number=A+1&u1=abc&commissions=25"
    + "&sale_amount=43.17&currency=EUR&transaction_date=2023-05-21T06:58:45.000+0000&transaction_type=batch&quantity=2"

  static func line(_ target: String, combined: Bool = true) -> String {
    "127.0.0.1 - - [21/May/2023:06:58:46 +0000] \"GET \(target) HTTP/1.1\" 200 2"
      + (combined ? " \"-\" \"Java/1.8\"" : "")
  }

  struct Log: Sendable, CustomTestStringConvertible {
    let lines: [String]
    var path: String?
    let sums: [String]
    var requests: Int?
    var broken = 0
    var testDescription: String { "\(lines.count) \(path ?? "-") \(sums) \(lines[0].suffix(60))" }
  }

  static let one = ["EUR 1 43.17 25.00"]

  /// Requests of strangers, as nginx and httpd write them.
  static let odd = [
    "", "-", "\\x16\\x03\\x01\\x02\\x00", "GET /", "MGLNDD_1.2.3.4_80", "GET /a b c HTTP/1.1",
    "GET /\\\" HTTP",
  ].map { "203.0.113.7 - - [21/May/2023:06:58:46 +0000] \"\($0)\" 400 157 \"-\" \"-\"" }

  static let logs = [
    Log(lines: [line("/pb?" + query)], sums: one),
    Log(
      lines: [line("/pb?" + query, combined: false), line("/favicon.ico"), line("/?q=1")], sums: one,
      requests: 2),
    Log(
      lines: [line("/pb?" + query), line("/other?" + query.replacing("X1", with: "X2"))], path: "/pb",
      sums: one, requests: 1),
    Log(lines: [line("https://example.com/pb?" + query)], path: "/pb", sums: one),
    Log(lines: [line("/p%62?" + query)], path: "/pb", sums: one),
    Log(lines: [line("/pb?q=1"), line("/pb?" + query)], path: "/pb", sums: one, broken: 1),
    Log(lines: ["cut off", line("/pb?" + query)], sums: one, broken: 1),
    Log(lines: [line("/pb?IS_EVENT=N&" + query)], sums: one),
    Log(lines: odd + [line("/pb?" + query)], sums: one, requests: odd.count),
    Log(
      lines: [
        line("/pb?" + query), odd[0].replacing("\"\"", with: "\"GET /pb?is_event=N&u1=a b HTTP/1.1\""),
      ], sums: one,
      broken: 1),
    Log(lines: [line("/pb?" + query.replacing("=25&", with: "=2\\x355%2e0&"))], sums: ["EUR 1 43.17 255.00"]),
  ]

  @Test("postbacks in access logs", arguments: logs)
  func log(test: Log) throws {
    var options = ConversionOptions()
    options.postbackPath = test.path
    let conversions = try Conversions.read(test.lines.joined(separator: "\n") + "\n", options)
    #expect(conversions.sources.first?.format == .accessLog)
    #expect(conversions.sums == test.sums)
    #expect(conversions.sources.first?.skipped[.request] == test.requests)
    #expect(conversions.findings[.lineBroken, default: 0] == test.broken)
    let entry = try #require(conversions.ledger.first)
    #expect([entry.order, entry.sku, entry.type] == ["B-77", "A 1", "batch"])
    #expect(entry.quantity == 2)
    #expect(DateText.text(entry.transaction) == "2023-05-21T06:58:45Z")
  }

  // MARK: Click ids

  static let subids: [(u1: String, code: ConversionCode?)] = [
    ("Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE", nil), ("htg/107415", nil), ("a_b-c", nil), ("107415", nil),
    ("<u1>", .subidPlaceholder), ("{payout}", .subidPlaceholder), ("{{click id}}", .subidPlaceholder),
    ("[TRANS_ID]", .subidPlaceholder), ("${id}", .subidPlaceholder), ("%7Bu1%7D", .subidPlaceholder),
    ("null", .subidPlaceholder), ("undefined", .subidPlaceholder), ("Null", .subidPlaceholder), ("nul7", nil),
    ("undefine7", nil), ("clicked", nil), ("20230521", nil), ("2023-05-21", nil),
    (String(repeating: "x", count: 72), nil),
    ("", .subidMissing), ("--CLICK-ID--", .subidPlaceholder), ("--click-id--", .subidPlaceholder),
    ("%2D%2DCLICK-ID%2D%2D", .subidPlaceholder), ("%252D%252DCLICK-ID%252D%252D", .subidPlaceholder),
    ("{click_id}", .subidPlaceholder), (String(repeating: "x", count: 73), .subidMalformed),
    ("two words", .subidMalformed), ("tab\there", .subidMalformed), ("bell\u{7}", .subidMalformed),
    ("no\u{A0}break", .subidMalformed), ("jo@example.com", .subidPersonal),
    ("jo%40example.com", .subidPersonal),
    ("+49 30 901820", .subidPersonal), ("(030) 901820-1", .subidPersonal), ("555-123-4567", .subidPersonal),
  ]

  @Test("u1 is judged", arguments: subids)
  func subid(u1: String, code: ConversionCode?) throws {
    let quoted = u1.replacing("\t", with: "\\t").replacing("\u{7}", with: "\\u0007")
    let json = try Conversions.read(Self.flat.replacing("Zojr5qPF3fVk9OckC3bBS8H4tHkcn7pGuE", with: quoted))
    let csv = try Conversions.read(Report.text([Report.line(u1: u1)]))
    for conversions in [json, csv] {
      let entry = try #require(conversions.ledger.first)
      #expect(entry.codes.filter { $0.rawValue.hasPrefix("u1") } == [code].compactMap(\.self))
      #expect(entry.state == (code == nil ? .ok : .error))
      #expect(entry.isCounted)
      #expect(conversions.totals.first?.sums.counted.lines == 1)
    }
  }

  @Test("a token of the site's own configuration is a placeholder")
  func ownToken() throws {
    var options = ConversionOptions()
    options.tokens = ["[[cid]]"]
    let conversions = try Conversions.read(Report.text([Report.line(u1: "[[cid]]")]), options)
    #expect(conversions.findings[.subidPlaceholder] == 1)
  }
}
