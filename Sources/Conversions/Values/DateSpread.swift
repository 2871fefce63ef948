/// The days and months that the dates of a report are of.
struct DateSpread: Sendable {
  /// A bit for each day, and for each month.
  private var days: UInt32 = 0
  private var months: UInt32 = 0

  /// The fewest months that make one day of all of them doubtful: of three, sales of a subscription may be.
  private static let fewest = 4

  /// - Parameters: those of a date that there is.
  mutating func add(day: Int, month: Int) {
    days |= 1 << UInt32(truncatingIfNeeded: day)
    months |= 1 << UInt32(truncatingIfNeeded: month)
  }

  /// The day, where there is one alone, in many months. A report of some days of one month looks so where day and month are
  /// read in the wrong order and no day is above 12.
  var doubtfulDay: (day: Int, months: Int)? {
    days.nonzeroBitCount == 1 && months.nonzeroBitCount >= Self.fewest
      ? (days.trailingZeroBitCount, months.nonzeroBitCount) : nil
  }
}
