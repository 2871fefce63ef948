internal import AutoTagText

/// Numbers as people read them: with a comma between groups of three digits, `1,234,567.89`.
package enum PageNumber {
  package static func of(_ number: Int) -> String { grouped(String(number)) }

  /// “1 line”, “1,200 lines”.
  package static func of(_ number: Int, _ noun: String) -> String {
    "\(of(number)) \(Count.plural(number, noun))"
  }

  /// Returns a decimal number with its whole part in groups; a text that does not begin as one stays as it is.
  package static func grouped(_ decimal: String) -> String {
    let sign = decimal.hasPrefix("-") ? "-" : ""
    let digits = decimal.dropFirst(sign.count).prefix { ("0"..."9").contains($0) }
    var groups: [Substring] = []
    var rest = digits
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    return sign + ([rest] + groups).joined(separator: ",") + decimal[digits.endIndex...]
  }
}
