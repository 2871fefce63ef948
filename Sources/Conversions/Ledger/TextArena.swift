internal import AutoTagBytes

/// The texts of all lines, one behind the other, each named by a number of 32 bits: a report has millions of them, and a
/// `String` of its own for each would take several times the memory of the file.
struct TextArena {
  /// The number of a text; 0 is the empty one.
  typealias Reference = UInt32

  /// Blocks of a fixed size, so that growing copies nothing.
  private var blocks: [[UInt8]] = []

  private static let blockBits = 20
  private static let blockSize = 1 << blockBits
  /// The longest text, in bytes. No id and no u1 comes near it.
  static let longest = 4096

  /// The blocks that are being filled. Words, which are looked up for each line, lie close together, so that they stay in
  /// the processor's cache.
  private var texts: Int?
  private var words: Int?

  /// Adds a text of at most `longest` bytes.
  /// - Parameter isWord: true if it will be looked up often.
  /// - Returns: `nil` where 4 GiB of text are there already.
  mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, isWord: Bool = false) -> Reference? {
    guard !range.isEmpty else { return 0 }
    var open = isWord ? words : texts
    if open.map({ blocks[$0].count + range.count + 2 > Self.blockSize }) ?? true {
      guard blocks.count < 1 << (32 - Self.blockBits) else { return nil }
      var block: [UInt8] = []
      block.reserveCapacity(Self.blockSize)
      // The number 0 is taken.
      if blocks.isEmpty { block.append(0) }
      open = blocks.count
      blocks.append(block)
      if isWord { words = open } else { texts = open }
    }
    guard let open else { return nil }
    let offset = blocks[open].count
    blocks[open].append(UInt8(truncatingIfNeeded: range.count))
    blocks[open].append(UInt8(truncatingIfNeeded: range.count >> 8))
    text.extracting(range).withUnsafeBufferPointer { blocks[open].append(contentsOf: $0) }
    return Reference(open << Self.blockBits | offset)
  }

  /// Returns true if a text is the same as a range of others.
  func equals(_ reference: Reference, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard reference != 0 else { return range.isEmpty }
    return withBytes(reference) { ByteSearch.equal($0, text.extracting(range)) }
  }

  /// Calls a function with the bytes of a text, without a copy.
  func withBytes<Result>(_ reference: Reference, _ body: (Span<UInt8>) -> Result) -> Result {
    guard reference != 0 else { return body(Span()) }
    let (block, place) = place(of: reference)
    return blocks[block].withUnsafeBufferPointer { bytes in
      body(Span(_unsafeElements: UnsafeBufferPointer(rebasing: bytes[place])))
    }
  }

  /// Returns true if two texts are the same.
  func equal(_ one: Reference, _ other: Reference) -> Bool {
    one == other || bytes(one).elementsEqual(bytes(other))
  }

  func bytes(_ reference: Reference) -> ArraySlice<UInt8> {
    guard reference != 0 else { return [] }
    let (block, place) = place(of: reference)
    return blocks[block][place]
  }

  /// The text, to be compared; bytes that are not UTF-8 become U+FFFD.
  func exact(_ reference: Reference) -> String { String(decoding: bytes(reference), as: UTF8.self) }

  /// The text as reports and messages may show it.
  func shown(_ reference: Reference) -> String { HiddenTokens.masked(exact(reference)) }

  private func place(of reference: Reference) -> (block: Int, place: Range<Int>) {
    let block = Int(reference >> UInt32(Self.blockBits))
    let offset = Int(reference & UInt32(Self.blockSize - 1))
    let count = Int(blocks[block][offset]) | Int(blocks[block][offset + 1]) << 8
    return (block, offset + 2..<offset + 2 + count)
  }
}
