internal import Glibc

/// A day as ISO 8601 writes it: `2026-11-24`.
package struct ISODay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Days since 1970-01-01.
  let number: Int

  /// Today in UTC, so that the day does not depend on where a build runs.
  package static var today: ISODay { ISODay(number: time(nil) / 86_400) }

  init(number: Int) {
    self.number = number
  }

  /// - Returns: `nil` for what is no day of the calendar.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.allSatisfy { (0x30...0x39).contains($0) } })
    else { return nil }
    let values = parts.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    var date = tm()
    (date.tm_year, date.tm_mon, date.tm_mday) = (
      Int32(values[0] - 1900), Int32(values[1] - 1), Int32(values[2])
    )
    number = timegm(&date) / 86_400
    // timegm takes 2026-02-30 for 2026-03-02.
    guard description == text else { return nil }
  }

  package var description: String {
    var seconds = number * 86_400
    var date = tm()
    gmtime_r(&seconds, &date)
    func digits(_ value: Int32, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(digits(date.tm_year + 1900, 4))-\(digits(date.tm_mon + 1, 2))-\(digits(date.tm_mday, 2))"
  }

  package static func < (one: ISODay, other: ISODay) -> Bool { one.number < other.number }
}
