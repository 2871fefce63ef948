internal import AutoTagBytes

/// The URL standard's IPv6 parser.
enum IPv6Address {
  /// - Parameter text: what stands between the brackets.
  static func parse(_ text: Span<UInt8>) -> UInt128? {
    var pieces: [UInt16] = []
    var compressedAt: Int?
    var place = 0
    if text.count > 0, text[0] == UInt8(ascii: ":") {
      guard text.count > 1, text[1] == UInt8(ascii: ":") else { return nil }
      compressedAt = 0
      place = 2
    }
    while place < text.count {
      guard pieces.count < 8 else { return nil }
      if text[place] == UInt8(ascii: ":") {
        guard compressedAt == nil else { return nil }
        compressedAt = pieces.count
        place += 1
        continue
      }
      let start = place
      var piece: UInt16 = 0
      while place < text.count, place < start + 4, let digit = ASCII.hexDigit(text[place]) {
        piece = piece << 4 | UInt16(digit)
        place += 1
      }
      if place < text.count, text[place] == UInt8(ascii: ".") {
        guard place > start, pieces.count <= 6, let tail = ipv4Tail(text, from: start) else { return nil }
        pieces.append(UInt16(tail >> 16))
        pieces.append(UInt16(truncatingIfNeeded: tail))
        break
      }
      if place < text.count {
        guard text[place] == UInt8(ascii: ":"), place + 1 < text.count else { return nil }
        place += 1
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
    var place = start
    for index in 0..<4 {
      if index > 0 {
        guard place < text.count, text[place] == UInt8(ascii: ".") else { return nil }
        place += 1
      }
      let first = place
      var number: UInt32 = 0
      while place < text.count, ASCII.isDigit(text[place]) {
        guard place == first || number > 0 else { return nil }
        number = number * 10 + UInt32(text[place] &- 0x30)
        guard number <= 255 else { return nil }
        place += 1
      }
      guard place > first else { return nil }
      address = address << 8 | number
    }
    return place == text.count ? address : nil
  }
}
