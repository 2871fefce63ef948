/// Operations on text as bytes, for redirect files and servers, which match bytes and not characters.
package enum ByteText {
  /// Returns the bytes without C's white space at both ends.
  package static func trimmed(_ bytes: some BidirectionalCollection<UInt8>) -> [UInt8] {
    var rest = Array(bytes)[...]
    while let first = rest.first, ASCII.isSpace(first) { rest.removeFirst() }
    while let last = rest.last, ASCII.isSpace(last) { rest.removeLast() }
    return Array(rest)
  }

  /// Returns the lines of a file with their numbers from 1, without line ends. LF, CR LF and a lone CR each end one;
  /// the last line may be empty.
  package static func lines(_ text: [UInt8]) -> Lines { Lines(text) }

  /// A sequence that finds each line when it is asked for, so that a file of thousands of lines is not split at once.
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

  /// Returns JSON with spaces in the place of its comments, `// …` and `/* … */`, which some programs allow in it. Its
  /// lines stay.
  package static func withoutComments(_ json: [UInt8]) -> [UInt8] {
    var text = json
    var isString = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : 0
      if isString {
        if byte == UInt8(ascii: "\\") { index += 1 }
        if byte == UInt8(ascii: "\"") { isString = false }
        index += 1
      } else if byte == 0x2F, next == 0x2F {
        while index < text.count, text[index] != 0x0A, text[index] != 0x0D {
          text[index] = 0x20
          index += 1
        }
      } else if byte == 0x2F, next == UInt8(ascii: "*") {
        (text[index], text[index + 1]) = (0x20, 0x20)
        index += 2
        while index < text.count {
          let isEnd = text[index] == UInt8(ascii: "*") && index + 1 < text.count && text[index + 1] == 0x2F
          if text[index] != 0x0A, text[index] != 0x0D { text[index] = 0x20 }
          index += 1
          guard isEnd else { continue }
          text[index] = 0x20
          index += 1
          break
        }
      } else {
        isString = byte == UInt8(ascii: "\"")
        index += 1
      }
    }
    return text
  }

  /// Returns the text without a UTF-8 byte-order mark at its start.
  package static func withoutMark(_ text: [UInt8]) -> [UInt8] {
    text.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(text.dropFirst(3)) : text
  }
}

extension [UInt8] {
  /// Creates the UTF-8 bytes of a literal.
  package init(_ text: StaticString) {
    self = text.withUTF8Buffer { Array($0) }
  }

  /// Returns true if the bytes start with those of `text`, case included.
  package func hasPrefix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { starts(with: $0) }
  }

  /// Returns true if the bytes end with those of `text`, case included.
  package func hasSuffix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { count >= $0.count && self[(count - $0.count)...].elementsEqual($0) }
  }

  /// The bytes decoded as UTF-8; invalid ones become U+FFFD.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
