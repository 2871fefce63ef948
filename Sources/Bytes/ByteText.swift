/// Text as bytes, as files of rules and servers have it: they match bytes and not characters.
package enum ByteText {
  /// Returns the bytes without C's white space at both ends.
  package static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    var rest = Array(bytes)[...]
    while let first = rest.first, ASCII.isSpace(first) { rest.removeFirst() }
    while let last = rest.last, ASCII.isSpace(last) { rest.removeLast() }
    return Array(rest)
  }

  /// The lines of a file, each with its number from 1: LF, CR LF and a lone CR end one.
  package static func lines(_ text: [UInt8]) -> Lines { Lines(text) }

  /// One line after the other: a file of rules has thousands, and nobody wants all of them at once.
  package struct Lines: Sequence, IteratorProtocol {
    private let text: [UInt8]
    private var number = 0
    private var start = 0

    fileprivate init(_ text: [UInt8]) { self.text = text }

    package mutating func next() -> (number: Int, bytes: ArraySlice<UInt8>)? {
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
  package static func withoutMark(_ text: [UInt8]) -> [UInt8] {
    text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
  }
}

extension [UInt8] {
  package init(_ text: StaticString) {
    self = text.withUTF8Buffer { Array($0) }
  }

  package func hasPrefix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { starts(with: $0) }
  }

  package func hasSuffix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { count >= $0.count && self[(count - $0.count)...].elementsEqual($0) }
  }

  /// As text; bytes that are no UTF-8 become U+FFFD.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
