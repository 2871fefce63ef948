internal import AutoTagBytes
internal import AutoTagHTML

/// The one change that makes a link carry the click id. The value is edited as the text it is: nothing in it
/// is decoded and encoded again.
package struct SubidEdit: Sendable, Hashable {
  /// The range of the value as it is written; empty for an insertion.
  package let range: Range<Int>

  /// The new text of the range: ASCII that needs no quotes around the value.
  package let replacement: [UInt8]

  /// Makes an edit that is proved: the new value decodes to the old one with the meaning in a part of it.
  /// - Parameters:
  ///   - part: the range of the link's bytes that changes.
  ///   - spellings: what may be written in front of the text, tried in their order.
  ///   - meaning: what stands in front of the text once the value is decoded.
  ///   - text: the parameter, or what it lacks.
  /// - Returns: `nil` where no spelling is read as it is meant.
  init?(
    _ link: LinkText, _ raw: Span<UInt8>, at part: Range<Int>, spellings: [StaticString],
    meaning: StaticString = "", _ text: [UInt8]
  ) {
    let range = link.location(of: part)
    let decoded = link.decodedRange(part)
    let expected = Self.joined(link.decoded.bytes.span, decoded, Self.text(meaning, text))
    for spelling in spellings {
      let replacement = Self.text(spelling, text)
      let new = Self.joined(raw, range, replacement)
      guard CharacterReferences.reads(new.span, as: expected.span) else { continue }
      self.range = range
      self.replacement = replacement
      return
    }
    return nil
  }

  private static func text(_ front: StaticString, _ text: [UInt8]) -> [UInt8] {
    guard front.utf8CodeUnitCount > 0 else { return text }
    return front.withUTF8Buffer { joined($0.span, $0.count..<$0.count, text) }
  }

  /// Returns bytes with another text in a range.
  private static func joined(_ bytes: Span<UInt8>, _ range: Range<Int>, _ text: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { bytes in
      let pieces = (bytes[..<range.lowerBound], bytes[range.upperBound...])
      return Array(unsafeUninitializedCapacity: bytes.count - range.count + text.count) { joined, count in
        count = joined[count...].initialize(fromContentsOf: pieces.0)
        count = joined[count...].initialize(fromContentsOf: text)
        count = joined[count...].initialize(fromContentsOf: pieces.1)
      }
    }
  }
}
