/// The greatest age of an answer: `90d`, `12h`. A whole number of days or hours; ISO 8601's `P90D` is not read.
package struct MaxAge: Sendable, Hashable, CustomStringConvertible {
  package let hours: Int
  /// The text that was read.
  package let description: String

  package static let ninetyDays = MaxAge(hours: 90 * 24, description: "90d")

  private init(hours: Int, description: String) {
    self.hours = hours
    self.description = description
  }

  /// - Throws: `LiveOptionsError` for any other text.
  package init(_ text: String) throws(LiveOptionsError) {
    let factor =
      switch text.utf8.last {
      case UInt8(ascii: "d"): 24
      case UInt8(ascii: "h"): 1
      default: 0
      }
    let digits = text.utf8.dropLast()
    // Six digits are 2,700 years of days, and no number overflows.
    guard factor > 0, (1...6).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text.dropLast()), number > 0
    else {
      throw LiveOptionsError(
        "“\(text)” is no age: write a number of days or hours, for example 90d or 12h")
    }
    self.init(hours: number * factor, description: text)
  }

  /// Returns true if a day is longer ago than this. The lock file knows days only, so an answer is stale when the
  /// whole of its day is too old: `12h` means since yesterday, at the latest.
  func isPast(_ day: ISODay, on today: ISODay) -> Bool {
    (today.number - day.number) * 24 > max(hours, 24)
  }
}
