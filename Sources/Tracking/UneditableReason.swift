internal import AutoTagBytes

/// The reason why a link is never edited, whoever marked it.
package enum UneditableReason: Sendable, Hashable {
  /// The link is empty: it leads to the page itself.
  case empty
  /// The link leads to a fragment of the page itself.
  case fragmentOnly
  /// The link does not lead to a web page: `mailto`, `tel`, `javascript`, `data`, or any scheme but `http`
  /// and `https`.
  case scheme(String)
  /// A browser finds no URL in the link.
  case invalidURL

  /// Returns the reason that the link's own text gives.
  /// - Parameter text: the link, its character references decoded.
  static func written(in text: Span<UInt8>) -> UneditableReason? {
    if SecureScheme.stands(at: 0, in: text) { return nil }
    // The letters of the scheme so far, and how many of them `https` begins with.
    var count = 0
    var known = 0
    for index in ASCII.strippedRange(text) where !ASCII.isTabOrNewline(text[index]) {
      let byte = text[index]
      if count == 0 {
        if byte == UInt8(ascii: "#") { return .fragmentOnly }
        guard ASCII.isLetter(byte) else { return nil }
      } else if byte == UInt8(ascii: ":") {
        return known == count && count >= 4 ? nil : .scheme(scheme(of: text))
      } else if !ASCII.isSchemeCharacter(byte) {
        return nil
      }
      if known == count, known < https.count, ASCII.lowercased(byte) == https[known] { known += 1 }
      count += 1
    }
    return count == 0 ? .empty : nil
  }

  private static let https = Array("https".utf8)

  /// The scheme of a text that has one.
  private static func scheme(of text: Span<UInt8>) -> String {
    var scheme: [UInt8] = []
    for index in ASCII.strippedRange(text) where !ASCII.isTabOrNewline(text[index]) {
      if text[index] == UInt8(ascii: ":") { break }
      scheme.append(ASCII.lowercased(text[index]))
    }
    return scheme.text
  }
}
