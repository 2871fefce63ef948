internal import AutoTagBytes

/// A block of 512 bytes in front of a member of a tar archive, as it is.
///
/// The fields are those of POSIX.1-1988 (ustar), which the older format (v7), GNU's and pax share; what is not looked at here
/// is never written anew.
struct TarHeader {
  static let blockSize = 512

  private(set) var block: [UInt8]
  /// True if the checksum is that of signed bytes, as some old programs made it.
  private let isSigned: Bool

  private static let nameField = 0..<100
  private static let sizeField = 124..<136
  private static let checksumField = 148..<156
  private static let prefixField = 345..<500
  private static let space = UInt8(ascii: " ")

  /// - Parameter block: 512 bytes.
  /// - Returns: `nil` for a block that has no right checksum, and so is no header.
  init?(_ block: [UInt8]) {
    guard block.count == Self.blockSize, let written = Self.octal(block[Self.checksumField]) else {
      return nil
    }
    self.block = block
    if written == Self.sum(of: block) {
      isSigned = false
    } else if written == Self.signedSum(of: block) {
      isSigned = true
    } else {
      return nil
    }
  }

  static func isEmpty(_ block: [UInt8]) -> Bool { block.allSatisfy { $0 == 0 } }

  // MARK: Fields

  var type: UInt8 { block[156] }

  /// The name; one that does not fit stands in an extension in front of the member.
  var name: [UInt8] {
    let name = Array(Self.text(block[Self.nameField]))
    // GNU has other things in the place of ustar's prefix.
    guard block[257..<263].elementsEqual("ustar\0".utf8) else { return name }
    // That of star (xstar) is shorter.
    let isStar = block[508..<512].elementsEqual("tar\0".utf8)
    let prefix = Self.text(block[Self.prefixField].prefix(isStar ? 131 : Self.prefixField.count))
    return prefix.isEmpty ? name : prefix + [UInt8(ascii: "/")] + name
  }

  /// The bytes of the member; `nil` where the field has no number that can be.
  var size: Int? {
    let field = block[Self.sizeField]
    guard block[Self.sizeField.lowerBound] & 0x80 != 0 else { return Self.octal(field) }
    // Base 256, as GNU and star write large numbers; the second bit is a sign.
    guard block[Self.sizeField.lowerBound] == 0x80 else { return nil }
    var value = 0
    for byte in field.dropFirst() {
      guard value <= Int.max >> 9 else { return nil }
      value = value << 8 | Int(byte)
    }
    return value
  }

  /// True if blocks with the map of a sparse file follow (GNU).
  var isExtended: Bool { block[482] != 0 }

  /// Returns the header with another size, and no other byte changed but those of the checksum.
  func with(size: Int) -> [UInt8] {
    var block = block
    if block[Self.sizeField.lowerBound] & 0x80 != 0 {
      for (index, shift) in zip(Self.sizeField.dropFirst(), stride(from: 80, through: 0, by: -8)) {
        block[index] = shift < 64 ? UInt8(truncatingIfNeeded: size >> shift) : 0
      }
    } else {
      Self.write(size, to: &block, Self.sizeField)
    }
    let sum = isSigned ? Self.signedSum(of: block) : Self.sum(of: block)
    Self.write(sum, to: &block, Self.checksumField)
    return block
  }

  // MARK: Numbers

  private static func text(_ field: ArraySlice<UInt8>) -> ArraySlice<UInt8> { field.prefix { $0 != 0 } }

  private static func octal(_ field: ArraySlice<UInt8>) -> Int? {
    let text = field.drop { $0 == space || $0 == 0 }.prefix { $0 != 0 && $0 != space }
    var value = 0
    for byte in text {
      guard UInt8(ascii: "0")...UInt8(ascii: "7") ~= byte else { return nil }
      value = value << 3 | Int(byte & 7)
    }
    return value
  }

  /// Writes a number in the way in which the field has one: with its padding, its width and what ends it.
  private static func write(_ value: Int, to block: inout [UInt8], _ field: Range<Int>) {
    let ends = block[field].reversed().prefix { $0 == 0 || $0 == space }.count
    var width = field.count - ends
    let padding = block[field.lowerBound] == space ? space : UInt8(ascii: "0")
    let digits = Array(String(value, radix: 8).utf8)
    if digits.count > width {
      // A field of the largest width, which is enough for 8 GiB.
      width = max(digits.count, field.count - 1)
      for index in field { block[index] = 0 }
    }
    let text = Array(repeating: padding, count: max(0, width - digits.count)) + digits
    for (index, byte) in zip(field, text) { block[index] = byte }
  }

  /// The sum of all bytes, with spaces in the place of the checksum.
  private static func sum(of block: [UInt8]) -> Int {
    block.indices.reduce(0) { $0 + Int(checksumField.contains($1) ? space : block[$1]) }
  }

  private static func signedSum(of block: [UInt8]) -> Int {
    block.indices.reduce(0) {
      $0 + Int(checksumField.contains($1) ? Int8(space) : Int8(bitPattern: block[$1]))
    }
  }
}
