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
    let expected = Self.joined(link.decoded.bytes.span, decoded, meaning, text)
    for spelling in spellings {
      let new = Self.joined(raw, range, spelling, text)
      guard CharacterReferences.reads(new.span, as: expected.span) else { continue }
      self.range = range
      replacement = spelling.utf8CodeUnitCount == 0 ? text : [UInt8](spelling) + text
      return
    }
    return nil
  }

  /// Returns bytes with another text in a range.
  private static func joined(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ front: StaticString, _ text: [UInt8]
  ) -> [UInt8] {
    var joined: [UInt8] = []
    joined.reserveCapacity(bytes.count - range.count + front.utf8CodeUnitCount + text.count)
    bytes.withUnsafeBufferPointer { bytes in
      joined.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<range.lowerBound]))
      front.withUTF8Buffer { joined.append(contentsOf: $0) }
      joined.append(contentsOf: text)
      joined.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[range.upperBound...]))
    }
    return joined
  }
}
