internal import Glibc

/// A day of the Gregorian calendar, in the years that dates may have (`DateText`).
package struct Day: Sendable, Equatable {
  /// Days since 1970.
  let number: Int

  /// - Parameter text: `2026-10-31`; `nil` for anything else.
  package init?(_ text: String) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, parts[1].utf8.count == 2, parts[2].utf8.count == 2,
      parts.allSatisfy({ $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      let number = DateText.days(year, month, day)
    else { return nil }
    self.number = number
  }

  private init(number: Int) {
    self.number = number
  }

  /// This machine's day in UTC.
  package static var current: Day {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Day(number: Int(now.tv_sec) / 86_400)
  }

  /// The first moment, in seconds since 1970, that is later than this day in every time zone.
  package var endEverywhere: UInt32 { UInt32(clamping: (number + 2) * 86_400) }

  package var text: String {
    DateText.day(UInt32(clamping: number).multipliedReportingOverflow(by: 86_400).partialValue)
  }
}
