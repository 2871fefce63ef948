internal import AutoTagBytes

/// Finds a short ASCII text in a page, its letters in any case, many bytes at a time. The only file here with
/// unsafe loads: each is of 16 bytes that the loop's condition keeps inside the page.
struct TextSearch: Sendable {
  private typealias Block = SIMD16<UInt8>
  private typealias Words = SIMD2<UInt64>

  /// In lower case.
  private let text: [UInt8]
  /// Two places in `text` whose bytes are rare in pages, so that both together are hardly ever wrong.
  private let first: Int
  private let second: Int

  /// Bytes that one turn of the loop looks at.
  private static let stride = 64

  /// From rare to common, in English text and markup.
  private static let byRarity = Array("zqxjk0987654321vbwyg:fu_mpdc-h.lsrnoiate/".utf8)

  /// - Parameter text: at least two bytes of ASCII.
  init(_ text: String) {
    let bytes = text.utf8.map(ASCII.lowercased)
    func rank(_ place: Int) -> Int { Self.byRarity.firstIndex(of: bytes[place]) ?? Self.byRarity.count }
    let places = bytes.indices.sorted { (rank($0), $0) < (rank($1), $1) }
    self.text = bytes
    first = places.first ?? 0
    second = places.dropFirst().first { bytes[$0] != bytes[places[0]] } ?? places.last ?? 0
  }

  func isIn(_ page: Span<UInt8>) -> Bool {
    var found = false
    forEachPlace(in: page) { _ in
      found = true
      return false
    }
    return found
  }

  /// Where the text stands, ascending.
  func places(in page: Span<UInt8>) -> [Int] {
    var places: [Int] = []
    forEachPlace(in: page) {
      places.append($0)
      return true
    }
    return places
  }

  /// - Parameter body: returns `false` to end the search.
  private func forEachPlace(in page: Span<UInt8>, _ body: (Int) -> Bool) {
    let last = page.count - text.count
    guard last >= 0, !text.isEmpty else { return }
    // What `| 0x20` makes the same is told apart by `isText`.
    let one = Block(repeating: text[first] | 0x20)
    let other = Block(repeating: text[second] | 0x20)
    let reach = max(first, second)
    page.withUnsafeBytes { bytes in
      var start = 0
      while start + reach + Self.stride <= bytes.count, start <= last {
        let hits0 = Self.hits(bytes, start, first, second, one, other)
        let hits1 = Self.hits(bytes, start + 16, first, second, one, other)
        let hits2 = Self.hits(bytes, start + 32, first, second, one, other)
        let hits3 = Self.hits(bytes, start + 48, first, second, one, other)
        if (hits0 | hits1 | hits2 | hits3) != .zero {
          for place in start..<min(start + Self.stride, last + 1) where isText(in: bytes, at: place) {
            guard body(place) else { return }
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

  @inline(__always)
  private static func hits(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ first: Int, _ second: Int, _ one: Block, _ other: Block
  ) -> Words {
    let space = Block(repeating: 0x20)
    let here = bytes.loadUnaligned(fromByteOffset: start + first, as: Block.self) | space
    let there = bytes.loadUnaligned(fromByteOffset: start + second, as: Block.self) | space
    return unsafeBitCast((here .== one) .& (there .== other), to: Words.self)
  }

  @inline(__always)
  private func isText(in bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    for place in text.indices where ASCII.lowercased(bytes[start + place]) != text[place] { return false }
    return true
  }
}
