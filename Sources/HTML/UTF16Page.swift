/// A page in UTF-16 that is read as UTF-8 and edited in UTF-16.
///
/// Links are found in `utf8`. `OffsetMap` turns byte offsets of it into byte offsets of the page, where the edits are made.
package struct UTF16Page: Sendable {
  /// The page in UTF-8, its byte-order mark included. A lone surrogate is U+FFFD; a last odd byte, which is no character,
  /// is left out.
  package let utf8: [UInt8]

  /// True for UTF-16BE.
  package let isBigEndian: Bool

  /// Decodes a page.
  /// - Parameter page: the page's bytes, for which `TextEncoding.of` returns `.utf16(bigEndian:)`.
  package init(_ page: Span<UInt8>, bigEndian: Bool) {
    isBigEndian = bigEndian
    var utf8: [UInt8] = []
    utf8.reserveCapacity(page.count / 2 + page.count / 8)
    func unit(_ index: Int) -> UInt32 {
      let first = UInt32(page[index])
      let second = UInt32(page[index + 1])
      return bigEndian ? first << 8 | second : second << 8 | first
    }
    var index = 0
    while index + 1 < page.count {
      var code = unit(index)
      index += 2
      if code & 0xF800 == 0xD800 {
        let next = code < 0xDC00 && index + 1 < page.count ? unit(index) : 0
        if next & 0xFC00 == 0xDC00 {
          code = 0x10000 + (code & 0x3FF) << 10 + next & 0x3FF
          index += 2
        } else {
          code = 0xFFFD
        }
      }
      switch code {
      case ..<0x80:
        utf8.append(UInt8(truncatingIfNeeded: code))
      case ..<0x800:
        utf8.append(0xC0 | UInt8(truncatingIfNeeded: code >> 6))
        utf8.append(Self.continuation(code))
      case ..<0x10000:
        utf8.append(0xE0 | UInt8(truncatingIfNeeded: code >> 12))
        utf8.append(Self.continuation(code >> 6))
        utf8.append(Self.continuation(code))
      default:
        utf8.append(0xF0 | UInt8(truncatingIfNeeded: code >> 18))
        utf8.append(Self.continuation(code >> 12))
        utf8.append(Self.continuation(code >> 6))
        utf8.append(Self.continuation(code))
      }
    }
    self.utf8 = utf8
  }

  /// Returns a UTF-8 continuation byte with the lowest six bits.
  private static func continuation(_ bits: UInt32) -> UInt8 {
    0x80 | UInt8(truncatingIfNeeded: bits & 0x3F)
  }

  /// A map from byte offsets of `utf8` to byte offsets of the page, for ascending offsets.
  package struct OffsetMap: Sendable {
    private var utf8Offset = 0
    private var pageOffset = 0

    package init() {}

    /// Returns the byte offset in the page of a character of `utf8`.
    /// - Parameters:
    ///   - target: the byte offset in `utf8` of a character's start or of the end, not smaller than at the call before.
    ///   - page: the same page at every call.
    package mutating func offset(of target: Int, in page: borrowing UTF16Page) -> Int {
      while utf8Offset < target, utf8Offset < page.utf8.count {
        switch page.utf8[utf8Offset] {
        case ..<0x80: advance(1, 2)
        case ..<0xE0: advance(2, 2)
        case ..<0xF0: advance(3, 2)
        default: advance(4, 4)
        }
      }
      return pageOffset
    }

    /// Passes over one character, given its lengths in bytes.
    private mutating func advance(_ utf8Length: Int, _ pageLength: Int) {
      utf8Offset += utf8Length
      pageOffset += pageLength
    }
  }

  /// Returns UTF-8 text in the page's encoding; bytes that are not UTF-8 become U+FFFD.
  package func encoded(_ text: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count * 2)
    for unit in String(decoding: text, as: UTF8.self).utf16 {
      let high = UInt8(truncatingIfNeeded: unit >> 8)
      let low = UInt8(truncatingIfNeeded: unit)
      bytes.append(isBigEndian ? high : low)
      bytes.append(isBigEndian ? low : high)
    }
    return bytes
  }
}
