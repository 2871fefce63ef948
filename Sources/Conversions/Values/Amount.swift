internal import AutoTagBytes

/// An amount of money as an exact decimal number, in millionths of its currency's main unit.
///
/// The minor unit of a currency has 0 to 4 decimals, and Rakuten's interfaces may give more of them than the currency has
/// (a commission of 1.2345). One unit that is finer than all of these keeps every amount as it was written: nothing is ever
/// rounded, and what is finer still is a fault.
package struct Amount: Hashable, Comparable, Sendable {
  package let millionths: Int64

  package static let zero = Amount(millionths: 0)

  /// The most decimals.
  package static let decimals = 6
  private static let unit: Int64 = 1_000_000
  /// The largest amount of one line, either way: 10¹² main units.
  private static let largest: Int64 = 1_000_000_000_000 * unit

  package init(millionths: Int64) {
    self.millionths = millionths
  }

  package static func < (one: Amount, other: Amount) -> Bool { one.millionths < other.millionths }

  package var isNegative: Bool { millionths < 0 }

  /// The number where it is a whole one that 32 bits hold; else `nil`.
  package var wholeNumber: Int32? {
    millionths % Self.unit == 0 ? Int32(exactly: millionths / Self.unit) : nil
  }

  /// Returns the sum; `nil` where it is beyond what 64 bits hold.
  package func adding(_ other: Amount) -> Amount? {
    let (sum, overflows) = millionths.addingReportingOverflow(other.millionths)
    return overflows ? nil : Amount(millionths: sum)
  }

  /// The number with a point and at least so many decimals; more where it has more.
  package func text(decimals least: Int) -> String {
    let magnitude = millionths.magnitude
    let unit = Self.unit.magnitude
    var fraction = String(magnitude % unit)
    fraction = String(repeating: "0", count: Self.decimals - fraction.utf8.count) + fraction
    var kept = fraction.utf8.count
    let digits = Array(fraction.utf8)
    while kept > min(least, Self.decimals), digits[kept - 1] == UInt8(ascii: "0") { kept -= 1 }
    let whole = (millionths < 0 ? "-" : "") + String(magnitude / unit)
    return kept == 0 ? whole : whole + "." + fraction.prefix(kept)
  }

  /// True if the number needs more decimals than this.
  package func isFiner(thanDecimals decimals: Int) -> Bool {
    var step: Int64 = Self.unit
    for _ in 0..<min(decimals, Self.decimals) { step /= 10 }
    return millionths % step != 0
  }
}

// MARK: Reading

extension Amount {
  /// The reason why a text is no amount.
  package enum Fault: Error, Equatable, Sendable {
    case empty
    /// A comma stands where a decimal point does, as in `1.234,56` and `12,5`.
    case decimalComma
    case tooManyDecimals
    case tooLarge
    case noNumber

    /// The words behind “the amount …”.
    package var message: String {
      switch self {
      case .empty: "is empty"
      case .decimalComma: "has a comma for a decimal point, or in the wrong place"
      case .tooManyDecimals: "has more than \(Amount.decimals) decimals"
      case .tooLarge: "is larger than any sale"
      case .noNumber: "is no number"
      }
    }

    package var fix: String {
      switch self {
      case .decimalComma, .noNumber:
        "write it as 1234.56 or 1,234.56; export the report again in English, without a spreadsheet between"
      case .empty: "export the report again; nothing is taken to be 0"
      case .tooManyDecimals, .tooLarge: "look whether the columns of this line are the ones of the header"
      }
    }
  }

  /// Reads `-1234.56` or, with commas between groups of three digits, `1,234.56`.
  package static func read(_ text: Span<UInt8>, _ range: Range<Int>) throws(Fault) -> Amount {
    var index = range.lowerBound
    let end = range.upperBound
    guard index < end else { throw .empty }
    let isNegative = text[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    var value: Int64 = 0
    var digits = 0
    // Digits since the last comma; negative before the first.
    var inGroup = -1
    while index < end {
      let byte = text[index]
      if ASCII.isDigit(byte) {
        guard value < largest / 10 else { throw .tooLarge }
        value = value * 10 + Int64(byte &- 0x30)
        digits += 1
        if inGroup >= 0 { inGroup += 1 }
      } else if byte == UInt8(ascii: ",") {
        guard inGroup == 3 || inGroup < 0 && (1...3).contains(digits) else { throw .decimalComma }
        inGroup = 0
      } else {
        break
      }
      index += 1
    }
    guard digits > 0 else { throw .noNumber }
    guard inGroup < 0 || inGroup == 3 else { throw .decimalComma }
    guard value <= largest / unit else { throw .tooLarge }
    value *= unit
    if index < end {
      guard text[index] == UInt8(ascii: ".") else { throw .noNumber }
      value += try fraction(text, index + 1..<end)
    }
    guard value <= largest else { throw .tooLarge }
    return Amount(millionths: isNegative ? -value : value)
  }

  private static func fraction(_ text: Span<UInt8>, _ range: Range<Int>) throws(Fault) -> Int64 {
    guard !range.isEmpty else { throw .noNumber }
    var value: Int64 = 0
    var step = unit / 10
    for index in range {
      let byte = text[index]
      guard ASCII.isDigit(byte) else { throw byte == UInt8(ascii: ",") ? .decimalComma : .noNumber }
      guard step > 0 || byte == UInt8(ascii: "0") else { throw .tooManyDecimals }
      value += Int64(byte &- 0x30) * step
      step /= 10
    }
    return value
  }

  /// Reads a number as JSON spells it, with an exponent where it has one (`1.0E7`).
  package static func read(json number: String) throws(Fault) -> Amount {
    let bytes = Array(number.utf8)
    guard let mark = bytes.firstIndex(where: { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }) else {
      guard !bytes.contains(UInt8(ascii: ",")) else { throw .noNumber }
      do throws(Fault) {
        return try read(bytes.span, bytes.indices)
      } catch {
        guard error == .tooManyDecimals, let amount = nearest(bytes) else { throw error }
        return amount
      }
    }
    let exponentText = bytes[(mark + 1)...].drop { $0 == UInt8(ascii: "+") }
    guard let exponent = Int(String(decoding: exponentText, as: UTF8.self)) else { throw .noNumber }
    return try read(json: shifted(Array(bytes[..<mark]), by: exponent))
  }

  /// The amount that a number is nearer to than a billionth: programs that count in binary fractions write
  /// 12.792000000000002 for 12.792. `nil` where digits are left that may have been meant.
  private static func nearest(_ number: [UInt8]) -> Amount? {
    guard let point = number.firstIndex(of: UInt8(ascii: ".")),
      number[(point + 1)...].allSatisfy(ASCII.isDigit),
      number.count > point + decimals + 3
    else { return nil }
    let end = point + 1 + decimals
    let rest = number[end..<(end + 3)]
    let isBelow = rest.allSatisfy { $0 == UInt8(ascii: "9") }
    guard isBelow || rest.allSatisfy({ $0 == UInt8(ascii: "0") }) else { return nil }
    guard let amount = try? read(number.span, 0..<end) else { return nil }
    let isNegative = number.first == UInt8(ascii: "-")
    return isBelow ? amount.adding(Amount(millionths: isNegative ? -1 : 1)) : amount
  }

  /// The number with its point moved to the right, or to the left.
  private static func shifted(_ number: [UInt8], by places: Int) throws(Fault) -> String {
    guard places <= 18 else { throw .tooLarge }
    guard places >= -18 else { throw .tooManyDecimals }
    let isNegative = number.first == UInt8(ascii: "-")
    let parts = number.dropFirst(isNegative ? 1 : 0).split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.isEmpty, parts.allSatisfy({ $0.allSatisfy(ASCII.isDigit) }) else {
      throw .noNumber
    }
    var whole = Array(first)
    var rest = parts.count > 1 ? Array(parts[1]) : []
    for _ in 0..<max(0, places) { whole.append(rest.isEmpty ? UInt8(ascii: "0") : rest.removeFirst()) }
    for _ in 0..<max(0, -places) { rest.insert(whole.popLast() ?? UInt8(ascii: "0"), at: 0) }
    if whole.isEmpty { whole = [UInt8(ascii: "0")] }
    while whole.count > 1, whole.first == UInt8(ascii: "0") { whole.removeFirst() }
    let text =
      String(decoding: whole, as: UTF8.self)
      + (rest.isEmpty ? "" : "." + String(decoding: rest, as: UTF8.self))
    return (isNegative ? "-" : "") + text
  }
}
