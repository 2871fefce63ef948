internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagTracking

/// The edit that puts an affiliate link in the stead of the redirect link that leads to it.
enum InlineEdit {
  /// - Parameters:
  ///   - destination: the affiliate link, as the last redirect writes it.
  ///   - fragment: the redirect link's own, which browsers carry on where the destination has none.
  ///   - value: the range of the written value in the page.
  /// - Returns: the edit, `nil` where the affiliate link's own subid parameter forbids it; and the decision about that
  ///   parameter.
  static func make(
    destination: String, fragment: String?, at value: Range<Int>, in page: Span<UInt8>, group: TrackingGroup,
    existing: ExistingSubidPolicy
  ) -> (edit: Edit?, outcome: SubidDecision.Outcome) {
    var text = destination
    if let fragment, !text.utf8.contains(UInt8(ascii: "#")) { text += "#" + fragment }
    var written = escaped(text)
    let outcome = SubidDecision.of(written.span, for: group, existing: existing, isXHTML: true).outcome
    switch outcome {
    case .edit(let edit): written.replaceSubrange(edit.range, with: edit.replacement)
    case .alreadyTagged: break
    case .kept, .skipped: return (nil, outcome)
    }
    return (Edit(range: withoutSpace(value, in: page), replacement: written), outcome)
  }

  /// Returns a spelling that means the same in any attribute, quoted or not, of a page in any encoding.
  private static func escaped(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        result.append(byte)
      case UInt8(ascii: "&"):
        result += "&amp;".utf8
      case _ where "-._~:/?#[]@!$()*+,;=%".utf8.contains(byte):
        result.append(byte)
      case 0x80...:
        result += "%\(String(byte, radix: 16, uppercase: true))".utf8
      default:
        result += "&#\(byte);".utf8
      }
    }
    return result
  }

  private static func withoutSpace(_ range: Range<Int>, in page: Span<UInt8>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, page[start] <= 0x20 { start += 1 }
    while end > start, page[end - 1] <= 0x20 { end -= 1 }
    return start..<end
  }
}
