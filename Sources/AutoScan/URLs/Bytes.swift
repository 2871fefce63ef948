/// What rule files and servers ask about bytes. Servers match bytes and not characters, so the code that
/// imitates them does too.
enum Bytes {
  static func isWhitespace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  /// Letters, digits and `_`: what the names of groups and parameters are made of.
  static func isOfName(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte == UInt8(ascii: "_") }

  static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  static func lowercased(_ bytes: [UInt8]) -> [UInt8] { bytes.map { lowercased($0) } }

  static func hexDigit(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte &- 0x30 }
    let letter = (byte | 0x20) &- 0x61
    return letter < 6 ? letter &+ 10 : nil
  }

  static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    var rest = Array(bytes)[...]
    while let first = rest.first, isWhitespace(first) { rest.removeFirst() }
    while let last = rest.last, isWhitespace(last) { rest.removeLast() }
    return Array(rest)
  }

  /// The lines of a file, each with its number from 1: LF, CR LF and a lone CR end one.
  static func lines(_ text: [UInt8]) -> Lines { Lines(text) }

  /// One line after the other: a file of rules has thousands, and nobody wants all of them at once.
  struct Lines: Sequence, IteratorProtocol {
    private let text: [UInt8]
    private var number = 0
    private var start = 0

    fileprivate init(_ text: [UInt8]) { self.text = text }

    mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
      guard start <= text.count else { return nil }
      let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
      let line = text[start..<end]
      let isPair = end + 1 < text.count && text[end] == 0x0D && text[end + 1] == 0x0A
      start = end + (isPair ? 2 : 1)
      number += 1
      return (number, line)
    }
  }

  /// Without a UTF-8 byte-order mark.
  static func withoutMark(_ text: [UInt8]) -> [UInt8] {
    text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
  }
}

extension [UInt8] {
  init(_ text: StaticString) {
    self = text.withUTF8Buffer { Array($0) }
  }

  func hasPrefix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { starts(with: $0) }
  }

  func hasSuffix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { count >= $0.count && self[(count - $0.count)...].elementsEqual($0) }
  }

  /// As text; bytes that are no UTF-8 become U+FFFD.
  var text: String { String(decoding: self, as: UTF8.self) }
}
