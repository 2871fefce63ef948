internal import AutoTagTracking
internal import AutoTagWebURL

extension LinkText {
  /// The first `&amp;` that is still there once the address is read, as a range of `bytes`: an ampersand that was
  /// escaped twice (`&amp;amp;`), or escaped where nothing decodes it. WordPress writes `&#038;`.
  var escapedTwice: Range<Int>? {
    for parameter in parameters {
      let start = parameter.whole.lowerBound
      if bytes[start - 1] == UInt8(ascii: "&"), starts(with: "amp;", at: start) {
        return start - 1..<start + 4
      }
    }
    guard !fragment.isEmpty else { return nil }
    // Of `&#38;` all from the `#` on is taken for the fragment, and the click id goes in front of that.
    let start = fragment.lowerBound
    let hasAmpersand = start > 0 && bytes[start - 1] == UInt8(ascii: "&")
    for reference in Self.references where starts(with: reference, at: start) {
      return (hasAmpersand ? start - 1 : start)..<start + reference.utf8CodeUnitCount
    }
    return nil
  }

  private static let references: [StaticString] = ["#38;", "#038;", "#x26;", "#X26;"]

  private func starts(with text: StaticString, at index: Int) -> Bool {
    guard index + text.utf8CodeUnitCount <= bytes.count else { return false }
    return text.withUTF8Buffer { text in text.indices.allSatisfy { bytes[index + $0] == text[$0] } }
  }
}
