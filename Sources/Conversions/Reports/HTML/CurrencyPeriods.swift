internal import AutoTagReportPage
internal import AutoTagText

/// The commission of one currency over time, as a chart with a table below it.
struct CurrencyPeriods {
  /// The time that one column of the chart stands for.
  enum Unit: String {
    case day, week, month, year

    /// The unit of which a number of days makes no more columns than can be told apart.
    init(days: Int) {
      let most = 92
      self = days <= most ? .day : days <= most * 7 ? .week : days <= most * 30 ? .month : .year
    }

    /// Returns the first day of the unit that a day is in.
    func start(of day: Int) -> Int {
      let date = Date(day)
      return switch self {
      case .day: day
      // The first day of 1970 was a Thursday; weeks begin on Monday.
      case .week: max(0, day - (day + 3) % 7)
      case .month: day - (date.day - 1)
      case .year: DateText.days(date.year, 1, 1) ?? day
      }
    }

    /// Returns the first day of the next unit.
    func next(after start: Int) -> Int {
      let date = Date(start)
      return switch self {
      case .day: start + 1
      case .week: start - (start + 3) % 7 + 7
      case .month: DateText.days(date.year + date.month / 12, date.month % 12 + 1, 1) ?? start + 31
      case .year: DateText.days(date.year + 1, 1, 1) ?? start + 366
      }
    }

    /// The name of a unit by its first day.
    func name(_ start: Int) -> String {
      let text = CurrencyPeriods.text(start)
      return switch self {
      case .day: text
      case .week: "week of \(text)"
      case .month: String(text.prefix(7))
      case .year: String(text.prefix(4))
      }
    }

    /// The name of a unit in a few letters.
    func label(_ start: Int) -> String {
      let date = Date(start)
      return switch self {
      case .day, .week: "\(date.day) \(date.monthName)"
      case .month: "\(date.monthName) \(date.year)"
      case .year: "\(date.year)"
      }
    }
  }

  private struct Date {
    let year: Int
    let month: Int
    let day: Int

    init(_ day: Int) {
      let numbers = CurrencyPeriods.text(day).split(separator: "-").map { Int($0) ?? 0 }
      (year, month, self.day) = (numbers[0], numbers[1], numbers[2])
    }

    var monthName: String {
      let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
      return names.indices.contains(month - 1) ? names[month - 1] : ""
    }
  }

  let currency: Currency
  /// The first and the last day; `nil` where no line has a date.
  let span: (first: Int, last: Int)?
  private let unit: Unit
  /// The sums by the first day of their unit, in order, of those that have lines.
  private let sums: [(start: Int, sums: Sums)]
  private let undated: Sums?

  /// Returns those of all currencies that have counted lines.
  static func all(_ conversions: Conversions) throws(ConversionsError) -> [CurrencyPeriods] {
    var all: [CurrencyPeriods] = []
    var rest = try conversions.dayTotals()[...]
    while let first = rest.first {
      let days = Array(rest.prefix { $0.currency == first.currency })
      all.append(try CurrencyPeriods(first.currency, days))
      rest = rest.dropFirst(days.count)
    }
    return all
  }

  private init(_ currency: Currency, _ days: [DayTotals]) throws(ConversionsError) {
    self.currency = currency
    let dated = days.compactMap(\.day)
    if let first = dated.first, let last = dated.last {
      span = (first, last)
      unit = Unit(days: last - first + 1)
    } else {
      (span, unit) = (nil, .day)
    }
    var sums: [(start: Int, sums: Sums)] = []
    for total in days {
      guard let day = total.day else { continue }
      let start = unit.start(of: day)
      if sums.last?.start != start { sums.append((start, Sums())) }
      guard sums[sums.count - 1].sums.add(total.sums) else {
        throw .ofPeriod(unit.name(start), currency)
      }
    }
    self.sums = sums
    undated = days.first { $0.day == nil }?.sums
  }

  /// `2026-10-31` for days since 1970.
  static func text(_ day: Int) -> String { DateText.day(UInt32(clamping: day * 86_400)) }

  // MARK: The page

  /// - Parameter isOnly: true where no other currency has sums.
  /// - Returns: `nil` where no line has a date.
  func section(isOnly: Bool) -> PageSection? {
    guard let span else { return nil }
    let body = chart(span).html + table + (undated.map(note) ?? "")
    return PageSection(
      id: "time-\(currency.name.replacing(" ", with: "-"))",
      title: currency.heading("Commission by \(unit.rawValue)", isOnly: isOnly),
      body: body)
  }

  private func chart(_ span: (first: Int, last: Int)) -> ColumnChart {
    var columns: [ColumnChart.Column] = []
    var start = unit.start(of: span.first)
    var rest = sums[...]
    while start <= span.last {
      let sums = rest.first?.start == start ? rest.popFirst()?.sums ?? Sums() : Sums()
      columns.append(
        ColumnChart.Column(
          label: unit.label(start),
          title:
            "\(unit.name(start)): \(currency.grouped(sums.commission)) \(currency.name), \(PageNumber.of(sums.lines, "line"))",
          value: sums.commission.millionths))
      start = unit.next(after: start)
    }
    return ColumnChart(
      "Commission by \(unit.rawValue) in \(currency.name), \(Self.text(span.first)) to \(Self.text(span.last)). The table below "
        + "has the values.", columns
    ) { PageNumber.grouped(Amount(millionths: $0).text(decimals: 0)) }
  }

  private var table: String {
    let title = unit.rawValue.prefix(1).uppercased() + unit.rawValue.dropFirst()
    var table = PageTable(
      "Commission by \(unit.rawValue), \(currency.name)",
      [.text(title), .number("Lines"), .number("Sales"), .number("Commission")])
    for (start, sums) in sums {
      table.add([
        unit.name(start), PageNumber.of(sums.lines), currency.grouped(sums.sales),
        currency.grouped(sums.commission),
      ])
    }
    if let undated {
      table.add([
        "no date", PageNumber.of(undated.lines), currency.grouped(undated.sales),
        currency.grouped(undated.commission),
      ])
    }
    return
      "<details class=\"figure-table\">\n<summary>The values as a table</summary>\n\(table.html)</details>\n"
  }

  private func note(_ undated: Sums) -> String {
    "<p class=\"quiet\">\(PageNumber.of(undated.lines, "line")) without a date, commission "
      + "\(currency.grouped(undated.commission)) \(HTMLText.escaped(currency.name)), "
      + "\(undated.lines == 1 ? "is" : "are") in no column.</p>\n"
  }
}

extension ConversionsError {
  fileprivate static func ofPeriod(_ name: String, _ currency: Currency) -> ConversionsError {
    ConversionsError(
      "the sum of \(name) in \(currency.name) is larger than can be counted (9.2 · 10¹² main units): look whether the columns "
        + "of the reports are in order")
  }
}
