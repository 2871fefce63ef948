internal import AutoTagHTML
internal import AutoTagTracking

/// The edit that puts the affiliate link in the place of the redirect link that leads to it.
enum InlineEdit {
  enum Outcome {
    case edit(PageRewriter.Edit)
    /// The affiliate link has another value in its subid parameter.
    case kept(String)
    case skipped(SubidSkip)
  }

  /// - Parameters:
  ///   - destination: the affiliate link, as the last redirect writes it.
  ///   - fragment: the redirect link's own, which browsers carry on where the destination has none.
  ///   - value: the written value's place in the page.
  static func make(
    destination: String, fragment: String?, at value: Range<Int>, in page: Span<UInt8>, group: TrackingGroup,
    existing: ExistingSubidPolicy
  ) -> Outcome {
    var text = destination
    if let fragment, !text.utf8.contains(UInt8(ascii: "#")) { text += "#" + fragment }
    var written = escaped(text)
    switch SubidDecision.of(written.span, for: group, existing: existing, isXHTML: true).outcome {
    case .edit(let edit): written.replaceSubrange(edit.range, with: edit.replacement)
    case .alreadyTagged: break
    case .kept(let value): return .kept(value)
    case .skipped(let skip): return .skipped(skip)
    }
    return .edit(PageRewriter.Edit(range: withoutSpace(value, in: page), replacement: written))
  }

  /// Spelled so that it means the same in any attribute, quoted or not, of a page in any encoding.
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
