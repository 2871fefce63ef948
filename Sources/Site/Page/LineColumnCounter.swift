internal import AutoTagBytes
internal import AutoTagHTML

/// Line and column of byte offsets that are asked for in ascending order. A line ends with LF, CR or both.
package struct LineColumnCounter {
  package private(set) var line = 1
  private var position = 0
  private var lineStart = 0
  /// Offsets of the next line feed and carriage return, at or after `position`; -1 where nobody has looked.
  private var nextLF = -1
  private var nextCR = -1

  package init() {}

  package var column: Int { position - lineStart + 1 }

  package mutating func advance(to target: Int, in page: Span<UInt8>) {
    guard position < target else { return }
    if nextCR < position { nextCR = ByteSearch.first(0x0D, in: page, from: position) }
    if nextCR >= target {
      // Line feeds alone: nearly all pages have no other line ends.
      let found = ByteSearch.count(of: 0x0A, in: page, position..<target)
      line += found.count
      if let last = found.last { lineStart = last + 1 }
      position = target
      return
    }
    while position < target {
      if nextLF < position { nextLF = ByteSearch.first(0x0A, in: page, from: position) }
      if nextCR < position { nextCR = ByteSearch.first(0x0D, in: page, from: position) }
      let end = min(nextLF, nextCR)
      guard end < target else { break }
      position = end + 1
      // CR and LF are one line end, that of the LF.
      guard end == nextLF || nextLF != end + 1 else { continue }
      line += 1
      lineStart = position
    }
    position = max(position, target)
  }
}
