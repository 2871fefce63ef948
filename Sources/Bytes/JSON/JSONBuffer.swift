/// A buffer for JSON that is written piece by piece, without a tree of values before it: reports hold as many bytes as
/// their site. Strings are spelled as in `JSONText.Form.readable`.
///
/// Its unsafe loads and stores are behind `reserve`, which makes room for what is written in the longest spelling there
/// is, and a block.
package struct JSONBuffer {
  private typealias Block = SIMD16<UInt8>

  /// The JSON so far, and room behind it.
  private var bytes = [UInt8](repeating: 0, count: 1 << 12)
  private var count = 0

  /// `\u001b`.
  private static let longestSpelling = 6
  /// A buffer that one huge page made is not kept for the small ones after it.
  private static let largestKept = 1 << 20

  package init() {}

  package var content: ArraySlice<UInt8> { bytes[..<count] }

  package mutating func removeAll() {
    count = 0
    if bytes.count > Self.largestKept { bytes = [UInt8](repeating: 0, count: 1 << 12) }
  }

  /// Adds text that is JSON already.
  package mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    let start = count
    text.withUTF8Buffer { text in
      bytes.withUnsafeMutableBytes { bytes in
        UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + text.count])
          .copyMemory(from: UnsafeRawBufferPointer(text))
      }
    }
    count += text.utf8CodeUnitCount
  }

  /// Adds a value behind text that is JSON already, such as its name.
  package mutating func write(_ before: StaticString, _ string: String?) {
    append(before)
    guard var string else { return append("null") }
    string.withUTF8 { quote($0) }
  }

  package mutating func write(_ before: StaticString, _ number: Int?) {
    append(before)
    guard let number else { return append("null") }
    // The longest number has 19 digits and a sign.
    reserve(20)
    if number < 0 {
      bytes[count] = UInt8(ascii: "-")
      count += 1
    }
    var rest = number.magnitude
    var digits = 1
    while rest >= 10 {
      rest /= 10
      digits += 1
    }
    rest = number.magnitude
    for index in stride(from: count + digits - 1, through: count, by: -1) {
      bytes[index] = UInt8(ascii: "0") + UInt8(rest % 10)
      rest /= 10
    }
    count += digits
  }

  package mutating func write(_ before: StaticString, _ truth: Bool) {
    append(before)
    if truth { append("true") } else { append("false") }
  }

  /// Writes a string in quotes.
  private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
    reserve(text.count * Self.longestSpelling + 2)
    let source = UnsafeRawBufferPointer(text)
    let start = count
    count = bytes.withUnsafeMutableBytes { bytes in
      var target = start
      bytes[target] = UInt8(ascii: "\"")
      target += 1
      var index = 0
      while index < source.count {
        // Nearly all of nearly every string stands for itself.
        if index + Block.scalarCount <= source.count {
          let block = source.loadUnaligned(fromByteOffset: index, as: Block.self)
          bytes.storeBytes(of: block, toByteOffset: target, as: Block.self)
          let plain = Self.plainBytes(of: block)
          index += plain
          target += plain
          if plain == Block.scalarCount { continue }
        }
        let byte = source[index]
        index += 1
        if !Self.isOdd(byte) {
          bytes[target] = byte
          target += 1
        } else if byte == 0xC2 {
          // The first byte of U+0080 to U+00BF.
          if index < source.count, source[index] < 0xA0 {
            Self.write(JSONText.escape(source[index]), to: bytes, &target)
            index += 1
          } else {
            bytes[target] = byte
            target += 1
          }
        } else {
          Self.write(JSONText.spelling(byte), to: bytes, &target)
        }
      }
      bytes[target] = UInt8(ascii: "\"")
      return target + 1
    }
  }

  @inline(__always)
  private static func isOdd(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == 0x7F || byte == 0xC2
  }

  /// The number of bytes that stand for themselves before the first that may not.
  @inline(__always)
  private static func plainBytes(of block: Block) -> Int {
    let odd =
      (block .< Block(repeating: 0x20)) .| (block .== Block(repeating: UInt8(ascii: "\"")))
      .| (block .== Block(repeating: UInt8(ascii: "\\"))) .| (block .== Block(repeating: 0x7F))
      .| (block .== Block(repeating: 0xC2))
    let words = unsafeBitCast(odd, to: SIMD2<UInt64>.self)
    if words[0] != 0 { return UInt64(littleEndian: words[0]).trailingZeroBitCount >> 3 }
    if words[1] != 0 { return 8 + UInt64(littleEndian: words[1]).trailingZeroBitCount >> 3 }
    return Block.scalarCount
  }

  @inline(__always)
  private static func write(
    _ spelling: JSONText.Spelling, to bytes: UnsafeMutableRawBufferPointer, _ target: inout Int
  ) {
    bytes.storeBytes(of: spelling.bytes.littleEndian, toByteOffset: target, as: UInt64.self)
    target += spelling.count
  }

  /// Makes room for so many bytes, and for a block behind them.
  private mutating func reserve(_ length: Int) {
    let needed = count + length + Block.scalarCount
    guard needed > bytes.count else { return }
    bytes += repeatElement(0, count: max(needed, 2 * bytes.count) - bytes.count)
  }
}
