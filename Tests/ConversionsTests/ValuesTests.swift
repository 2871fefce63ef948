import AutoTagBytes
import AutoTagConversions
import Testing

@Suite("amounts, currencies and dates")
struct ValuesTests {
  // MARK: Amounts

  struct Number: Sendable, CustomTestStringConvertible {
    let text: String
    let decimals: Int
    let result: Result<String, Amount.Fault>
    var testDescription: String { text }

    init(_ text: String, _ result: String, decimals: Int = 2) {
      (self.text, self.result, self.decimals) = (text, .success(result), decimals)
    }

    init(_ text: String, fault: Amount.Fault) {
      (self.text, result, decimals) = (text, .failure(fault), 2)
    }

    func check(_ read: () throws(Amount.Fault) -> Amount) {
      do throws(Amount.Fault) {
        let text = try read().text(decimals: decimals)
        #expect(.success(text) == result)
      } catch {
        #expect(.failure(error) == result)
      }
    }
  }

  static let numbers = [
    Number("0", "0.00"), Number("12", "12.00"), Number("12.5", "12.50"), Number("-12.50", "-12.50"),
    Number("-0.01", "-0.01"), Number("1,234.56", "1234.56"), Number("12,345,678.9", "12345678.90"),
    Number("-1,234", "-1234.00"), Number("0.1234", "0.1234"), Number("1.234567", "1.234567"),
    Number("1.2000000000", "1.20"), Number("1000000000000", "1000000000000.00"),
    Number("1500", "1500", decimals: 0), Number("1500.5", "1500.5", decimals: 0),
    Number("1.5", "1.500", decimals: 3),
    Number("", fault: .empty), Number("-", fault: .noNumber), Number(".5", fault: .noNumber),
    Number("5.", fault: .noNumber), Number("+5", fault: .noNumber), Number("1 234", fault: .noNumber),
    Number("$5", fault: .noNumber), Number("1e3", fault: .noNumber), Number("(5.00)", fault: .noNumber),
    Number("1.234,56", fault: .decimalComma), Number("12,5", fault: .decimalComma),
    Number("1234,567", fault: .decimalComma), Number("1,23,456", fault: .decimalComma),
    Number("1,234,5", fault: .decimalComma), Number(",123", fault: .decimalComma),
    Number("1.2345678", fault: .tooManyDecimals), Number("1000000000000.01", fault: .tooLarge),
    Number("1000000000001", fault: .tooLarge), Number("99999999999999999999999", fault: .tooLarge),
  ]

  @Test("a number of a report", arguments: numbers)
  func number(test: Number) {
    let bytes = Array(test.text.utf8)
    test.check { () throws(Amount.Fault) in try Amount.read(bytes.span, bytes.indices) }
  }

  static let jsonNumbers = [
    Number("25", "25.00"), Number("43.17", "43.17"), Number("1.0E7", "10000000.00"), Number("5e-1", "0.50"),
    Number("-1.25e+2", "-125.00"), Number("1E2", "100.00"), Number("12345e-4", "1.2345"),
    Number("12.792000000000002", "12.792"), Number("0.30000000000000004", "0.30"),
    Number("-0.29999999999999999", "-0.30"),
    Number("5.551115123125783e-17", "0.00"), Number("12.7919999999999998", "12.792"),
    Number("12.7920001", fault: .tooManyDecimals), Number("1e-07", fault: .tooManyDecimals),
    Number("1e30", fault: .tooLarge), Number("1e-9", fault: .tooManyDecimals),
    Number("1e-30", fault: .tooManyDecimals), Number("1,234.56", fault: .noNumber),
    Number("e5", fault: .noNumber), Number("1e", fault: .noNumber), Number("", fault: .empty),
  ]

  @Test("a number of JSON", arguments: jsonNumbers)
  func jsonNumber(test: Number) {
    test.check { () throws(Amount.Fault) in try Amount.read(json: test.text) }
  }

  @Test("a sum beyond 64 bits is none")
  func overflow() {
    let large = Amount(millionths: .max)
    #expect(large.adding(Amount(millionths: 1)) == nil)
    #expect(Amount(millionths: .min).adding(Amount(millionths: -1)) == nil)
    #expect(large.adding(Amount(millionths: -1))?.millionths == Int64.max - 1)
    #expect(Amount(millionths: .min).text(decimals: 2) == "-9223372036854.775808")
  }

  // MARK: Currencies

  static let currencies: [(code: String, decimals: Int)] = [
    ("EUR", 2), ("usd", 2), ("JPY", 0), ("KRW", 0), ("CLP", 0), ("KWD", 3), ("BHD", 3), ("TND", 3),
    ("CLF", 4),
  ]

  @Test("a currency has its decimals", arguments: currencies)
  func currency(code: String, decimals: Int) throws {
    let currency = try #require(Currency(code))
    #expect(currency.code == code.uppercased())
    #expect(currency.decimals == decimals)
  }

  @Test(arguments: ["", "EU", "EURO", "E1R", "€"])
  func noCurrency(code: String) { #expect(Currency(code) == nil) }

  static let networks: [(number: Int, code: String?)] = [
    (1, "USD"), (3, "GBP"), (5, "CAD"), (7, "EUR"), (8, "BRL"), (9, "EUR"), (41, "AUD"), (2, nil), (0, nil),
  ]

  @Test("a network has its currency", arguments: networks)
  func network(number: Int, code: String?) { #expect(Currency(network: number)?.code == code) }

  // MARK: Dates

  struct Date: Sendable, CustomTestStringConvertible {
    let text: String
    let zone: String
    let order: DateText.Order
    /// `nil` for a fault.
    let result: String?
    var testDescription: String { "\(text) in \(zone)" }

    init(_ text: String, _ result: String?, zone: String = "UTC", order: DateText.Order = .mdy) {
      (self.text, self.result, self.zone, self.order) = (text, result, zone, order)
    }
  }

  static let dates = [
    // The postback's, and what a query's decoding makes of it.
    Date("2023-05-21T06:58:45.000+0000", "2023-05-21T06:58:45Z"),
    Date("2023-05-21T06:58:45.000 0000", "2023-05-21T06:58:45Z"),
    Date("2023-05-21T06:58:45+02:00", "2023-05-21T04:58:45Z"),
    Date("2023-05-21T06:58:45-0530", "2023-05-21T12:28:45Z"),
    Date("2023-05-21T06:58:45Z", "2023-05-21T06:58:45Z"),
    Date("2023-05-21T06:58:45", "2023-05-21T04:58:45Z", zone: "+02:00"),
    Date("2023-05-21 06:58:45", "2023-05-21T06:58:45Z"),
    // The Events API's.
    Date("Wed Apr 15 2020 21:20:27 GMT+0000 (UTC)", "2020-04-15T21:20:27Z"),
    Date("Wed Apr 15 2020 21:20:27 GMT-0700 (PDT)", "2020-04-16T04:20:27Z"),
    Date("Wed Apr 15 2020 21:20:27 GMT 0000 (UTC)", "2020-04-15T21:20:27Z"),
    // A report's.
    Date("5/21/23 06:58:45", "2023-05-21T06:58:45Z"),
    Date("5/21/23", "2023-05-21T00:00:00Z"), Date("5-21-2023 6:58", "2023-05-21T06:58:00Z"),
    Date("5/21/23 6:58:45 PM", "2023-05-21T18:58:45Z"), Date("5/21/23 12:00 AM", "2023-05-21T00:00:00Z"),
    Date("21/5/23", "2023-05-21T00:00:00Z", order: .dmy),
    Date("23/5/21", "2023-05-21T00:00:00Z", order: .ymd),
    Date("2/29/24", "2024-02-29T00:00:00Z"), Date("12/31/99", "2099-12-31T00:00:00Z"),
    // Summer time begins and ends.
    Date("3/9/25 01:59:59", "2025-03-09T06:59:59Z", zone: "America/New_York"),
    Date("3/9/25 03:00:00", "2025-03-09T07:00:00Z", zone: "America/New_York"),
    Date("7/1/26 12:00:00", "2026-07-01T10:00:00Z", zone: "Europe/Paris"),
    Date("1/1/26 12:00:00", "2026-01-01T11:00:00Z", zone: "Europe/Paris"),
    Date("1/1/26 12:00:00", "2026-01-01T06:15:00Z", zone: "Asia/Kathmandu"),
    // An hour that is there twice, one that is left out, and clocks that are changed by half an hour.
    Date("11/2/25 01:30:00", "2025-11-02T05:30:00Z", zone: "America/New_York"),
    Date("11/2/25 00:59:59", "2025-11-02T04:59:59Z", zone: "America/New_York"),
    Date("11/2/25 02:00:00", "2025-11-02T07:00:00Z", zone: "America/New_York"),
    Date("3/9/25 02:30:00", "2025-03-09T07:30:00Z", zone: "America/New_York"),
    Date("10/26/25 02:30:00", "2025-10-26T00:30:00Z", zone: "Europe/Paris"),
    Date("3/30/25 02:30:00", "2025-03-30T01:30:00Z", zone: "Europe/Paris"),
    Date("4/6/25 01:45:00", "2025-04-05T14:45:00Z", zone: "Australia/Lord_Howe"),
    Date("4/6/25 02:00:00", "2025-04-05T15:30:00Z", zone: "Australia/Lord_Howe"),
    Date("10/5/25 01:59:59", "2025-10-04T15:29:59Z", zone: "Australia/Lord_Howe"),
    Date("10/5/25 02:45:00", "2025-10-04T15:45:00Z", zone: "Australia/Lord_Howe"),
    // What no day is.
    Date("0/0/00", nil), Date("0/0/0000", nil), Date("1/0/23", nil), Date("00/00/00 00:00:00", nil),
    Date("1/1/0001", nil), Date("1/1/0023", nil), Date("1/1/1970", nil), Date("1/1/1900", nil),
    Date("12/31/1989", nil), Date("1/1/1990", "1990-01-01T00:00:00Z"), Date("1/1/2100", nil),
    Date("12/31/2099 23:59:59", "2099-12-31T23:59:59Z"), Date("1899-12-30T00:00:00Z", nil),
    Date("0000-00-00 00:00:00", nil), Date("0001-01-01T00:00:00Z", nil), Date("1970-01-01T00:00:01Z", nil),
    Date("2023-00-10T00:00:00Z", nil), Date("Wed Apr 0 2020 21:20:27 GMT+0000", nil),
    Date("Wed Apr +5 2020 21:20:27 GMT+0000", nil), Date("Wed Apr 15 0020 21:20:27 GMT+0000", nil),
    Date("005/21/23", nil), Date("5/021/23", nil), Date("5/21-23", nil), Date("5/21/3", nil),
    Date("3/4/26", nil, order: .ymd), Date("26/4/3", "2026-04-03T00:00:00Z", order: .ymd),
    Date("2026/4/3", "2026-04-03T00:00:00Z"), Date("5/21/23 6:58:", nil), Date("5/21/23 :58", nil),
    Date("5/21/23 6", nil), Date("5/21/23 006:58", nil), Date("5/21/23 6:60", nil),
    Date("5/21/23 0:30 PM", nil), Date("5/21/23 13:30 PM", nil), Date("99999999999999999999", nil),
    Date("5/99999999999999999999/23", nil),
    Date("2/29/23", nil), Date("13/13/23", nil), Date("21/5/23", nil), Date("5/21", nil),
    Date("5/21/123", nil),
    Date("0/1/23", nil), Date("yesterday", nil), Date("5/21/23 25:00:00", nil),
    Date("5/21/23 06:58:45 XM", nil),
    Date("2023-05-21T", nil), Date("2023-05-21T06:58:45+99:00", nil), Date("1969-12-31T00:00:00Z", nil),
    Date("9999-01-01T00:00:00Z", nil), Date("Wed Foo 15 2020 21:20:27 GMT+0000", nil),
  ]

  @Test("a date", arguments: dates)
  func date(test: Date) throws {
    var dates = DateText(zone: try #require(ReportTimeZone(test.zone)), order: test.order)
    let read = try? dates.read(Array(test.text.utf8))
    #expect(read.map(DateText.text) == test.result)
  }

  @Test("a date and a time in cells of their own", arguments: dates)
  func cells(test: Date) throws {
    var dates = DateText(zone: try #require(ReportTimeZone(test.zone)), order: test.order)
    // The time may be in either.
    let text = Array(test.text.utf8)
    let space = text.first.map(ASCII.isDigit) == true ? text.firstIndex(of: 0x20) ?? text.count : text.count
    let read = try? dates.read(text.span, day: 0..<space, time: min(space + 1, text.count)..<text.count)
    #expect(read.map(DateText.text) == test.result)
  }

  @Test("a time that is there twice is the same one, whatever was read before")
  func repeatedHour() throws {
    let others = ["7/1/25 12:00:00", "12/1/25 12:00:00", "11/2/25 00:30:00", "11/2/25 03:30:00"]
    for other in others {
      var dates = DateText(zone: try #require(ReportTimeZone("America/New_York")))
      _ = try dates.read(Array(other.utf8))
      #expect(DateText.text(try dates.read(Array("11/2/25 01:30:00".utf8))) == "2025-11-02T05:30:00Z")
    }
  }

  @Test("a date in another order is told apart from no date")
  func otherOrder() {
    var dates = DateText()
    #expect(throws: DateText.Fault.otherOrder) { try dates.read(Array("21/5/23".utf8)) }
    #expect(throws: DateText.Fault.unreadable) { try dates.read(Array("32/5/23".utf8)) }
  }

  @Test(arguments: ["", "Mars/Olympus", "../etc/passwd", "+2", "+15:00", "Europe/ Paris", "/etc/localtime"])
  func noZone(text: String) { #expect(ReportTimeZone(text) == nil) }
}
