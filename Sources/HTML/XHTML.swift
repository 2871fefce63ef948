internal import AutoTagBytes

/// Whether a page calls itself XHTML.
enum XHTML {
  /// An XML declaration at the start, or `XHTML` in the doctype's public identifier.
  static func isDeclared(by page: Span<UInt8>) -> Bool {
    var start = 0
    if page.count >= 3, page[0] == 0xEF, page[1] == 0xBB, page[2] == 0xBF { start = 3 }
    if start + 5 <= page.count, ASCII.equals(page, start..<start + 5, "<?xml") { return true }
    // A doctype stands before the first element; comments may stand before it.
    let limit = min(page.count, start + 4096)
    while start < limit {
      if start + 9 <= page.count, ASCII.equals(page, start..<start + 9, "<!doctype") {
        while start + 5 <= page.count, page[start] != UInt8(ascii: ">") {
          if ASCII.equals(page, start..<start + 5, "xhtml") { return true }
          start += 1
        }
        return false
      }
      start += 1
    }
    return false
  }
}
