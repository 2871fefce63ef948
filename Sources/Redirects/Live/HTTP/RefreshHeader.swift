/// The header `Refresh: 0; url=…`, read as browsers do (https://html.spec.whatwg.org/, "shared declarative
/// refresh steps").
package enum RefreshHeader {
  /// The address; `nil` when the page only reloads itself or the header is invalid.
  package static func target(_ value: [UInt8]) -> [UInt8]? {
    var rest = value[...]
    func skipSpace() {
      while let byte = rest.first, byte == 0x20 || (0x09...0x0D).contains(byte) { rest.removeFirst() }
    }
    func isDigitOrDot(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") }
    skipSpace()
    guard let first = rest.first, isDigitOrDot(first) else { return nil }
    while let byte = rest.first, isDigitOrDot(byte) { rest.removeFirst() }
    let afterTime = rest.startIndex
    skipSpace()
    if let byte = rest.first, byte == UInt8(ascii: ";") || byte == UInt8(ascii: ",") {
      rest.removeFirst()
    } else if rest.startIndex == afterTime {
      return nil
    }
    skipSpace()
    guard !rest.isEmpty else { return nil }
    let whole = rest
    if rest.prefix(3).elementsEqual("url".utf8, by: { $0 | 0x20 == $1 }) {
      rest.removeFirst(3)
      skipSpace()
      if rest.first == UInt8(ascii: "=") {
        rest.removeFirst()
        skipSpace()
      } else {
        rest = whole
      }
    }
    if let quote = rest.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      rest.removeFirst()
      rest = rest.prefix { $0 != quote }
    }
    return Array(rest)
  }
}
