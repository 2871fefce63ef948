internal import AutoTagBytes

/// Text that looks like something that identifies a person.
package enum PersonalData: String {
  case email = "an e-mail address"
  case phone = "a phone number"

  /// - Parameter text: percent-decoded.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    if Self.isEmail(bytes) {
      self = .email
    } else if Self.isPhone(bytes) {
      self = .phone
    } else {
      return nil
    }
  }

  /// `name@host.tld`, with nothing more than `mailto:` around it.
  private static func isEmail(_ text: [UInt8]) -> Bool {
    guard text.count <= 320, let at = text.firstIndex(of: UInt8(ascii: "@")), at > 0 else { return false }
    let host = text[(at + 1)...]
    guard !text.contains(where: { $0 <= 0x20 || "@<>,;\"\\".utf8.contains($0) && $0 != UInt8(ascii: "@") }),
      !host.contains(UInt8(ascii: "@"))
    else { return false }
    let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, last.count >= 2 else { return false }
    return labels.allSatisfy { label in
      !label.isEmpty && label.allSatisfy { $0 >= 0x80 || ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    } && !last.contains { ASCII.isDigit($0) }
  }

  /// Digits that are grouped or begin as only phone numbers do. A bare number may be anything, and a date is none.
  ///
  /// - 7 to 15 digits behind `+` (ITU-T E.164), which a form's decoding turns into a space;
  /// - 9 to 15 digits that begin with `(` or, in groups, with 0;
  /// - groups of three, three and four digits, also behind a country's 1 (North America).
  private static func isPhone(_ text: [UInt8]) -> Bool {
    guard (7...32).contains(text.count) else { return false }
    var groups: [Int] = [0]
    for byte in text {
      if ASCII.isDigit(byte) {
        groups[groups.count - 1] += 1
      } else if " +-./()".utf8.contains(byte) {
        if groups[groups.count - 1] > 0 { groups.append(0) }
      } else {
        return false
      }
    }
    if groups.last == 0 { groups.removeLast() }
    let digits = groups.reduce(0, +)
    guard (7...15).contains(digits) else { return false }
    switch text[0] {
    case UInt8(ascii: "+"), UInt8(ascii: " "): return true
    case UInt8(ascii: "("): return digits >= 9
    case UInt8(ascii: "0") where groups.count > 1: return digits >= 9
    default: return groups == [3, 3, 4] || groups == [1, 3, 3, 4]
    }
  }
}
