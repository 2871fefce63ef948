/// Cuts the line around a place out of a page.
enum ExcerptMaker {
  /// Bytes shown before the mark, of it, and after it.
  private static let before = 80
  private static let marked = 240
  private static let after = 100
  /// How far back from what is shown its line's beginning is looked for. Findings of a page on one long line would
  /// take time by its square else.
  private static let reach = 20_000

  /// - Parameter mark: not empty, and not beginning with a line's end.
  static func excerpt(of mark: Range<Int>, in page: Span<UInt8>) -> Finding.Excerpt {
    var start = mark.lowerBound
    while start > 0, mark.lowerBound - start < before, !endsLine(page[start - 1]) { start -= 1 }
    let isCutBefore = start > 0 && !endsLine(page[start - 1])
    if isCutBefore { while start < mark.lowerBound, isContinuation(page[start]) { start += 1 } }

    var end = mark.lowerBound
    while end < mark.upperBound, end - mark.lowerBound < marked, !endsLine(page[end]) { end += 1 }
    let isMarkCut = end < mark.upperBound && !endsLine(page[end])
    if isMarkCut { while end > mark.lowerBound + 1, isContinuation(page[end]) { end -= 1 } }

    var last = end
    if !isMarkCut { while last < page.count, last - end < after, !endsLine(page[last]) { last += 1 } }
    let isCutAfter = last < page.count && !endsLine(page[last])
    if isCutAfter { while last > end, isContinuation(page[last]) { last -= 1 } }
    return Finding.Excerpt(
      before: text(page, start..<mark.lowerBound), marked: text(page, mark.lowerBound..<end),
      after: text(page, end..<last), isCutBefore: isCutBefore, isCutAfter: isCutAfter,
      cutUTF16Length: isCutBefore ? utf16Length(ofLineBefore: start, in: page) : 0)
  }

  /// How many UTF-16 code units of a line in UTF-8 are before a place; `nil` where it begins too far away.
  private static func utf16Length(ofLineBefore end: Int, in page: Span<UInt8>) -> Int? {
    var length = 0
    var start = end
    while start > 0, !endsLine(page[start - 1]) {
      guard end - start < reach else { return nil }
      start -= 1
      // A character has one unit, and two where it has four bytes.
      if !isContinuation(page[start]) { length += page[start] >= 0xF0 ? 2 : 1 }
    }
    return length
  }

  static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static func text(_ page: Span<UInt8>, _ range: Range<Int>) -> String {
    page.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
