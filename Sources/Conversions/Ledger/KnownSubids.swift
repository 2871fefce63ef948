internal import AutoTagBytes

/// The u1s that a site's links have or had, each with a number, looked up by their bytes: most lines have one of their own, of
/// which no text is made.
package struct KnownSubids: Sendable {
  /// The u1s by their numbers.
  package let texts: [String]
  private let bytes: [[UInt8]]
  private var table = IndexTable()
  private let seed = UInt64.random(in: .min ... .max)

  package init(_ subids: Set<String>) {
    texts = Array(subids)
    bytes = texts.map { Array($0.utf8) }
    for (number, text) in bytes.enumerated() {
      let hash = hash(text.span)
      let slot = table.find(hash) { _ in false }.slot
      table.set(slot, to: number, hash: hash, isNew: true)
    }
  }

  /// Returns the number of a u1; `nil` for one that no link has.
  func number(of subid: Span<UInt8>) -> Int? {
    table.find(hash(subid)) { number in
      let text = bytes[number]
      return ByteSearch.equal(text.span, subid)
    }.index
  }

  private func hash(_ text: Span<UInt8>) -> UInt32 {
    var hash = Hash(seed: seed)
    hash.add(text, 0..<text.count)
    return hash.value
  }
}
