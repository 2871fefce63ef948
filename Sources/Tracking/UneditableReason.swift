internal import AutoTagBytes

/// Why a link is never edited, whoever marked it.
package enum UneditableReason: Sendable, Hashable {
  /// The link is empty: it leads to the page itself.
  case empty
  /// The link leads to a place on the page itself.
  case fragmentOnly
  /// The link does not lead to a web page: `mailto`, `tel`, `javascript`, `data`, or any scheme but `http`
  /// and `https`.
  case scheme(String)
  /// A browser finds no URL in the link.
  case invalidURL

  /// The reason that the link's own text gives.
  /// - Parameter text: the link, its character references decoded.
  static func written(in text: Span<UInt8>) -> UneditableReason? {
    var scheme: [UInt8] = []
    for place in ASCII.strippedRange(text) where !ASCII.isTabOrNewline(text[place]) {
      let byte = text[place]
      if scheme.isEmpty {
        if byte == UInt8(ascii: "#") { return .fragmentOnly }
        guard ASCII.isLetter(byte) else { return nil }
      } else if byte == UInt8(ascii: ":") {
        let name = String(decoding: scheme, as: UTF8.self)
        return name == "http" || name == "https" ? nil : .scheme(name)
      } else if !ASCII.isSchemeCharacter(byte) {
        return nil
      }
      scheme.append(ASCII.lowercased(byte))
    }
    return scheme.isEmpty ? .empty : nil
  }
}
