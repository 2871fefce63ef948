/// Finds a short ASCII text in a page, its letters in any case, many bytes at a time. Its unsafe loads are of 16 bytes
/// that the loop's condition keeps inside the page.
package struct TextSearch: Sendable {
  private typealias Block = SIMD16<UInt8>
  private typealias Words = SIMD2<UInt64>

  /// In lower case.
  private let text: [UInt8]
  /// Indices of two bytes of `text` that are rare in pages, so that both together are hardly ever wrong.
  private let first: Int
  private let second: Int

  /// Bytes that one turn of the loop looks at.
  private static let stride = 64

  /// Bytes from rare to common, in English text and markup.
  private static let byRarity = Array("zqxjk0987654321vbwyg:fu_mpdc-h.lsrnoiate/".utf8)

  /// - Parameter text: at least two bytes of ASCII.
  package init(_ text: String) {
    let bytes = text.utf8.map(ASCII.lowercased)
    func rank(_ index: Int) -> Int { Self.byRarity.firstIndex(of: bytes[index]) ?? Self.byRarity.count }
    let indices = bytes.indices.sorted { (rank($0), $0) < (rank($1), $1) }
    self.text = bytes
    first = indices.first ?? 0
    second = indices.dropFirst().first { bytes[$0] != bytes[indices[0]] } ?? indices.last ?? 0
  }

  package func isIn(_ page: Span<UInt8>) -> Bool {
    var found = false
    forEachOffset(in: page) { _ in
      found = true
      return false
    }
    return found
  }

  /// The offsets at which the text begins, ascending.
  package func offsets(in page: Span<UInt8>) -> [Int] {
    var offsets: [Int] = []
    forEachOffset(in: page) {
      offsets.append($0)
      return true
    }
    return offsets
  }

  /// - Parameter body: returns `false` to end the search.
  private func forEachOffset(in page: Span<UInt8>, _ body: (Int) -> Bool) {
    let last = page.count - text.count
    guard last >= 0, !text.isEmpty else { return }
    let one = Block(repeating: text[first])
    let other = Block(repeating: text[second])
    let end = min(last, page.count - max(first, second) - Self.stride)
    page.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { return }
      var start = 0
      while start <= end {
        let here = base + start
        let hits0 = hits(here, one, other)
        let hits1 = hits(here + 16, one, other)
        let hits2 = hits(here + 32, one, other)
        let hits3 = hits(here + 48, one, other)
        let all = hits0 | hits1 | hits2 | hits3
        if all[0] | all[1] != 0 {
          for number in 0..<8 {
            let hits = number < 4 ? (number < 2 ? hits0 : hits1) : (number < 6 ? hits2 : hits3)
            var lanes = hits[number & 1].littleEndian
            while lanes != 0 {
              let lane = lanes.trailingZeroBitCount >> 3
              lanes &= ~(0xFF << UInt64(8 * lane))
              let offset = start + 8 * number + lane
              if offset <= last, isText(in: bytes, at: offset), !body(offset) { return }
            }
          }
        }
        start += Self.stride
      }
      while start <= last {
        if isText(in: bytes, at: start), !body(start) { return }
        start += 1
      }
    }
  }

  /// Compares the two rare bytes at 16 offsets, but for the bit in which a letter's cases differ; `isText` tells apart
  /// what that makes the same. All bits of a byte are set where both are equal.
  @inline(__always)
  private func hits(_ start: UnsafeRawPointer, _ one: Block, _ other: Block) -> Words {
    let here = start.loadUnaligned(fromByteOffset: first, as: Block.self) ^ one
    let there = start.loadUnaligned(fromByteOffset: second, as: Block.self) ^ other
    let differences = (here | there) & Block(repeating: ~0x20)
    return unsafeBitCast(differences .== Block(), to: Words.self)
  }

  @inline(__always)
  private func isText(in bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    for index in text.indices where ASCII.lowercased(bytes[start + index]) != text[index] { return false }
    return true
  }
}
