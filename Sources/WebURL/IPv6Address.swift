internal import AutoTagBytes

/// The URL standard's IPv6 parser and serializer.
package enum IPv6Address {
  /// - Parameter text: the text between the brackets.
  static func parse(_ text: Span<UInt8>) -> UInt128? {
    var pieces: [UInt16] = []
    var compressedAt: Int?
    var index = 0
    if text.count > 0, text[0] == UInt8(ascii: ":") {
      guard text.count > 1, text[1] == UInt8(ascii: ":") else { return nil }
      compressedAt = 0
      index = 2
    }
    while index < text.count {
      guard pieces.count < 8 else { return nil }
      if text[index] == UInt8(ascii: ":") {
        guard compressedAt == nil else { return nil }
        compressedAt = pieces.count
        index += 1
        continue
      }
      let start = index
      var piece: UInt16 = 0
      while index < text.count, index < start + 4, let digit = ASCII.hexDigit(text[index]) {
        piece = piece << 4 | UInt16(digit)
        index += 1
      }
      if index < text.count, text[index] == UInt8(ascii: ".") {
        guard index > start, pieces.count <= 6, let tail = ipv4Tail(text, from: start) else { return nil }
        pieces.append(UInt16(tail >> 16))
        pieces.append(UInt16(truncatingIfNeeded: tail))
        break
      }
      if index < text.count {
        guard text[index] == UInt8(ascii: ":"), index + 1 < text.count else { return nil }
        index += 1
      }
      pieces.append(piece)
    }
    if let compressedAt {
      guard pieces.count < 8 else { return nil }
      pieces.insert(contentsOf: Array(repeating: 0, count: 8 - pieces.count), at: compressedAt)
    }
    guard pieces.count == 8 else { return nil }
    return pieces.reduce(0) { $0 << 16 | UInt128($1) }
  }

  /// Four decimal numbers up to 255 without leading zeros, to the end of the text.
  private static func ipv4Tail(_ text: Span<UInt8>, from start: Int) -> UInt32? {
    var address: UInt32 = 0
    var index = start
    for part in 0..<4 {
      if part > 0 {
        guard index < text.count, text[index] == UInt8(ascii: ".") else { return nil }
        index += 1
      }
      let first = index
      var number: UInt32 = 0
      while index < text.count, ASCII.isDigit(text[index]) {
        guard index == first || number > 0 else { return nil }
        number = number * 10 + UInt32(text[index] &- 0x30)
        guard number <= 255 else { return nil }
        index += 1
      }
      guard index > first else { return nil }
      address = address << 8 | number
    }
    return index == text.count ? address : nil
  }

  /// The address without brackets: the first longest run of two or more zero pieces is `::`.
  package static func text(of address: UInt128) -> String {
    let pieces = (0..<8).map { Int(address >> (112 - 16 * UInt128($0)) & 0xFFFF) }
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, pieces[end] == 0 { end += 1 }
      if end - start > max(best.count, 1) { best = start..<end }
      start = max(end, start + 1)
    }
    func hex(_ range: Range<Int>) -> String {
      range.map { String(pieces[$0], radix: 16) }.joined(separator: ":")
    }
    return best.isEmpty ? hex(0..<8) : "\(hex(0..<best.lowerBound))::\(hex(best.upperBound..<8))"
  }
}
