/// A hash of all bytes of a source, to recognise the same content under another name, compressed or read in other pieces. It
/// has a seed of each run: logs hold what strangers write, who must not be able to make two files look the same.
struct ContentDigest: Hashable {
  private var first: Hash
  private var second: Hash
  private var count = 0
  /// The last bytes, fewer than 8, from the lowest.
  private var rest: UInt64 = 0

  private static let seeds = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))

  init() {
    (first, second) = (Hash(seed: Self.seeds.0), Hash(seed: Self.seeds.1))
  }

  mutating func add(_ text: Span<UInt8>, _ range: Range<Int>) {
    let bytes = text.bytes.extracting(range)
    var index = 0
    while index < bytes.byteCount {
      if count & 7 == 0, index + 8 <= bytes.byteCount {
        addWord(UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)))
        index += 8
        count &+= 8
        continue
      }
      rest |= UInt64(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)) << UInt64(8 * (count & 7))
      index += 1
      count &+= 1
      if count & 7 == 0 {
        addWord(rest)
        rest = 0
      }
    }
  }

  private mutating func addWord(_ word: UInt64) {
    first.add(word)
    second.add(word)
  }
}
