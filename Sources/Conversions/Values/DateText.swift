internal import AutoTagBytes

/// The dates of reports, postbacks and the Events API, as seconds since 1970; 0 where there is none.
///
/// Years are 1990 to 2099: before that nobody earned by links, and the days that programs write for want of a date (of 1900,
/// 1904 and 1970) are refused. Of two digits a year is one of 2000 to 2099.
package struct DateText: Sendable {
  /// The order of the numbers in a date such as `3/4/26`.
  package enum Order: String, CaseIterable, Sendable {
    /// Month, day, year: how Rakuten's reports write dates (`n/j/y`).
    case mdy
    case dmy
    case ymd

    package var words: String {
      switch self {
      case .mdy: "month/day/year"
      case .dmy: "day/month/year"
      case .ymd: "year/month/day"
      }
    }
  }

  package enum Fault: Error, Equatable, Sendable {
    case unreadable
    /// It is no date in the order that is expected, and one in another.
    case otherOrder
  }

  package let zone: ReportTimeZone
  package let order: Order
  /// The offset of the last quarter of an hour that was looked up, since lines of a report are near each other. Clocks are
  /// changed at quarters, and by quarters.
  private var knownQuarter = Int.min
  private var knownOffset = 0
  /// The date that was read last, in a report, and its days since 1970.
  private var known: (numbers: NumberRow, days: Int)?
  /// The days and months of a report's dates that were noted.
  private var spread = DateSpread()

  static let years = 1990..<2100

  package init(zone: ReportTimeZone = .utc, order: Order = .mdy) {
    (self.zone, self.order) = (zone, order)
  }

  // MARK: Reports

  /// Reads the two cells of a report: `5/21/23` and `06:58:45`. An empty time is midnight.
  package mutating func read(
    _ text: Span<UInt8>, day: Range<Int>, time: Range<Int>
  ) throws(Fault) -> UInt32 {
    guard !day.isEmpty else { return 0 }
    guard let numbers = Self.numbers(text, day) else {
      // Some reports hold both in one cell, and other programs write other spellings.
      return try read(Array(copying: text, day))
    }
    let days: Int
    if let known, known.numbers == numbers {
      days = known.days
    } else {
      days = try Self.days(numbers, order)
      known = (numbers, days)
    }
    guard let seconds = Self.secondsOfDay(text, time) else { throw .unreadable }
    return try bounded(universal(days * 86_400 + seconds))
  }

  /// Forgets what was noted of the last report.
  mutating func beginReport() { (spread, known) = (DateSpread(), nil) }

  /// Notes the date that was read last, in a report.
  mutating func noteOrder() {
    guard let known, !known.numbers.isYearFirst, order != .ymd else { return }
    let (first, second) = (known.numbers.first, known.numbers.second)
    if order == .mdy { spread.add(day: second, month: first) } else { spread.add(day: first, month: second) }
  }

  /// The day that all noted dates are of, in many months: perhaps they are days of one month.
  var doubtfulDay: (day: Int, months: Int)? { spread.doubtfulDay }

  private mutating func universal(_ local: Int) -> Int {
    let quarter = local / 900
    if quarter != knownQuarter {
      knownOffset = zone.universal(quarter * 900) - quarter * 900
      knownQuarter = quarter
    }
    return local + knownOffset
  }

  private func bounded(_ seconds: Int) throws(Fault) -> UInt32 {
    guard seconds > 0, let seconds = UInt32(exactly: seconds) else { throw .unreadable }
    return seconds
  }

  /// Up to three numbers with marks between them, and the digits of each.
  private struct NumberRow: Equatable {
    var first = 0
    var second = 0
    var third = 0
    private(set) var digits = (0, 0, 0)
    private(set) var count = 0
    /// The index behind them.
    private(set) var end: Int

    private static let mostDigits = 4

    /// Reads numbers from the beginning of a range, as far as it holds such.
    /// - Returns: `nil` where a number is too long or lacks its digits.
    init?(_ text: Span<UInt8>, _ range: Range<Int>, between isMark: (UInt8) -> Bool) {
      end = range.lowerBound
      var mark: UInt8?
      while count < 3 {
        var (number, length) = (0, 0)
        while end < range.upperBound, ASCII.isDigit(text[end]), length <= Self.mostDigits {
          number = number * 10 + Int(text[end] &- 0x30)
          length += 1
          end += 1
        }
        guard 1...Self.mostDigits ~= length else { return nil }
        switch count {
        case 0: (first, digits.0) = (number, length)
        case 1: (second, digits.1) = (number, length)
        default: (third, digits.2) = (number, length)
        }
        count += 1
        guard count < 3, end < range.upperBound, isMark(text[end]), mark ?? text[end] == text[end] else {
          return
        }
        mark = text[end]
        end += 1
      }
    }

    static func == (one: NumberRow, other: NumberRow) -> Bool {
      one.first == other.first && one.second == other.second && one.third == other.third
        && one.digits == other.digits
    }

    /// True for `2023-05-21`, whatever order is expected.
    var isYearFirst: Bool { digits.0 == 4 }
  }

  /// The three numbers of `5/21/23`, `5-21-2023` and `2023-05-21`; `nil` for other text.
  private static func numbers(_ text: Span<UInt8>, _ range: Range<Int>) -> NumberRow? {
    guard
      let row = NumberRow(text, range, between: { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }),
      row.count == 3, row.end == range.upperBound
    else { return nil }
    return row
  }

  private static func days(_ row: NumberRow, _ order: Order) throws(Fault) -> Int {
    /// The days, where the numbers have as many digits as a year, a month and a day in this order do.
    func days(in order: Order) -> Int? {
      let (ones, twos, threes) = row.digits
      let isYear = { (digits: Int) in digits == 2 || digits == 4 }
      switch order {
      case .mdy, .dmy:
        guard ones <= 2, twos <= 2, isYear(threes) else { return nil }
        let (month, day) = order == .mdy ? (row.first, row.second) : (row.second, row.first)
        return Self.days(fullYear(row.third, threes), month, day)
      case .ymd:
        guard isYear(ones), twos <= 2, threes <= 2 else { return nil }
        return Self.days(fullYear(row.first, ones), row.second, row.third)
      }
    }
    if let days = days(in: row.isYearFirst ? .ymd : order) { return days }
    guard !row.isYearFirst, days(in: order == .mdy ? .dmy : .mdy) != nil else { throw .unreadable }
    throw .otherOrder
  }

  private static func fullYear(_ year: Int, _ digits: Int) -> Int { digits == 2 ? 2000 + year : year }

  /// Days since 1970 of a date of the Gregorian calendar; `nil` for a date that there is not.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int? {
    guard years.contains(year), 1...12 ~= month, day >= 1 else { return nil }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let length =
      switch month {
      case 2: isLeap ? 29 : 28
      case 4, 6, 9, 11: 30
      default: 31
      }
    guard day <= length else { return nil }
    // The year begins in March, so that the leap day is its last (Howard Hinnant, "chrono-Compatible Low-Level Date
    // Algorithms").
    let shifted = month > 2 ? year : year - 1
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let era = shifted / 400
    let yearOfEra = shifted % 400
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The seconds of `06:58:45`, `6:58` or `6:58:45 PM`; `nil` for other text, 0 for none.
  private static func secondsOfDay(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    if range.isEmpty { return 0 }
    guard let row = NumberRow(text, range, between: { $0 == UInt8(ascii: ":") }), row.count > 1,
      row.digits.0 <= 2, row.digits.1 <= 2, row.count < 3 ? row.digits.1 == 2 : row.digits.2 == 2,
      row.second < 60, row.third < 61
    else { return nil }
    var hour = row.first
    if row.end < range.upperBound {
      guard let half = half(text, row.end..<range.upperBound), 1...12 ~= hour else { return nil }
      hour = hour % 12 + half
    }
    guard hour < 24 else { return nil }
    return hour * 3600 + row.second * 60 + row.third
  }

  /// The hours that `AM` and `PM` add.
  private static func half(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let word = range.dropFirst(text[range.lowerBound] == 0x20 ? 1 : 0)
    let mark = word.startIndex..<word.endIndex
    if ASCII.equals(text, mark, "am") { return 0 }
    return ASCII.equals(text, mark, "pm") ? 12 : nil
  }

  // MARK: Postbacks and the Events API

  /// Reads `2023-05-21T06:58:45.000+0000` (a space may stand for the `+`, which is what a query's decoding makes of it),
  /// `Wed Apr 15 2020 21:20:27 GMT+0000 (UTC)`, and a report's spelling with a time behind a space.
  package mutating func read(_ text: [UInt8]) throws(Fault) -> UInt32 {
    guard !text.isEmpty else { return 0 }
    if let first = text.first, ASCII.isLetter(first) { return try bounded(try weekdayFirst(text)) }
    let mark = text.firstIndex { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "t") || $0 == 0x20 }
    let dayEnd = mark ?? text.count
    guard let numbers = Self.numbers(text.span, 0..<dayEnd) else { throw .unreadable }
    let days = try Self.days(numbers, order)
    guard let mark else { return try bounded(universal(days * 86_400)) }
    var end = mark + 1
    while end < text.count, ASCII.isDigit(text[end]) || text[end] == UInt8(ascii: ":") { end += 1 }
    guard end > mark + 1 else { throw .unreadable }
    var rest = text[end...]
    if Self.half(rest) != nil {
      guard let seconds = Self.secondsOfDay(text.span, mark + 1..<text.count) else { throw .unreadable }
      return try bounded(universal(days * 86_400 + seconds))
    }
    guard let seconds = Self.secondsOfDay(text.span, mark + 1..<end) else { throw .unreadable }
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: ASCII.isDigit) }
    let local = days * 86_400 + seconds
    guard !rest.isEmpty else { return try bounded(universal(local)) }
    return try bounded(local - Self.offset(rest))
  }

  private static func half(_ rest: ArraySlice<UInt8>) -> Int? {
    let word = Array(rest)
    return word.isEmpty ? nil : half(word.span, word.indices)
  }

  private static func offset(_ text: ArraySlice<UInt8>) throws(Fault) -> Int {
    if text.elementsEqual("Z".utf8) || text.elementsEqual("z".utf8) { return 0 }
    var text = Array(text)
    if text[0] == 0x20 { text[0] = UInt8(ascii: "+") }
    guard let offset = ReportTimeZone.offset(text) else { throw .unreadable }
    return offset
  }

  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// `Wed Apr 15 2020 21:20:27 GMT+0000 (UTC)`, JavaScript's spelling.
  private func weekdayFirst(_ text: [UInt8]) throws(Fault) -> Int {
    let words = text.split(separator: 0x20).map { Array($0) }
    guard words.count >= 6 else { throw .unreadable }
    let time = words[4]
    guard let month = Self.months.firstIndex(of: ASCII.lowercased(words[1]).text),
      (words[2] + words[3]).allSatisfy(ASCII.isDigit), let day = Int(words[2].text),
      let year = Int(words[3].text),
      let days = Self.days(year, month + 1, day),
      let seconds = Self.secondsOfDay(time.span, time.indices), words[5].starts(with: "GMT".utf8)
    else { throw .unreadable }
    // `GMT 0000` is what a query's decoding makes of `GMT+0000`.
    var zone = Array(words[5].dropFirst(3))
    if zone.isEmpty, words.count > 6, words[6].allSatisfy(ASCII.isDigit) {
      zone = [UInt8(ascii: "+")] + words[6]
    }
    let offset = zone.isEmpty ? 0 : try Self.offset(zone[...])
    return days * 86_400 + seconds - offset
  }

  // MARK: Writing

  /// `2023-05-21T06:58:45Z`; empty for no date.
  package static func text(_ seconds: UInt32) -> String {
    guard seconds > 0 else { return "" }
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60)
    func two(_ number: UInt32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(day(seconds))T\(two(hour)):\(two(minute)):\(two(second))Z"
  }

  /// `2023-05-21`, in UTC.
  package static func day(_ seconds: UInt32) -> String {
    let shifted = Int(seconds / 86_400) + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}

extension [UInt8] {
  /// Copies a range of a span.
  init(copying text: Span<UInt8>, _ range: Range<Int>) {
    self = text.extracting(range).withUnsafeBufferPointer { Array($0) }
  }
}
