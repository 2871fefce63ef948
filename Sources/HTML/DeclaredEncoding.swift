internal import AutoTagBytes

/// The encoding that a page declares in its markup.
enum DeclaredEncoding {
  /// Returns the declared label in lower case; `nil` if the page has none.
  ///
  /// It is that of the first `<meta charset>` or `<meta content="…; charset=…">` within the first 1024 bytes (HTML
  /// standard, section 13.2.3.2, "prescan a byte stream to determine its encoding"), else that of an XML declaration.
  static func label(in page: Span<UInt8>) -> String? {
    let head = page.extracting(first: 1024)
    var lexer = TagLexer()
    var tag = TagToken()
    while lexer.next(in: head, into: &tag) {
      guard !tag.isEnd, ASCII.equals(head, tag.name, "meta") else { continue }
      var found: String?
      tag.forEachAttribute(in: head) { attribute in
        if ASCII.equals(head, attribute.name, "charset") {
          found = text(head, attribute.value)
        } else if ASCII.equals(head, attribute.name, "content") {
          found = label(after: "charset", in: head, attribute.value)
        }
        return found == nil
      }
      if let found { return found }
    }
    guard head.count >= 5, ASCII.equals(head, 0..<5, "<?xml") else { return nil }
    var end = 5
    while end < head.count, head[end] != UInt8(ascii: ">") { end += 1 }
    return label(after: "encoding", in: head, 5..<end)
  }

  /// Returns the label after `name`, optional white space and `=`: quoted, or up to white space or a semicolon (HTML
  /// standard, "extracting a character encoding from a `meta` element").
  private static func label(after name: StaticString, in head: Span<UInt8>, _ range: Range<Int>) -> String? {
    let length = name.utf8CodeUnitCount
    var index = range.lowerBound
    while index + length < range.upperBound {
      guard ASCII.equals(head, index..<index + length, name) else {
        index += 1
        continue
      }
      index += length
      while index < range.upperBound, ASCII.isWhitespace(head[index]) { index += 1 }
      guard index < range.upperBound, head[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < range.upperBound, ASCII.isWhitespace(head[index]) { index += 1 }
      guard index < range.upperBound else { return nil }
      let quote = head[index]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      if isQuoted { index += 1 }
      var end = index
      while end < range.upperBound,
        isQuoted ? head[end] != quote : !ASCII.isWhitespace(head[end]) && head[end] != UInt8(ascii: ";")
      {
        end += 1
      }
      return text(head, index..<end)
    }
    return nil
  }

  /// Returns the bytes in lower case and without white space, as text.
  private static func text(_ head: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for index in range where !ASCII.isWhitespace(head[index]) { bytes.append(ASCII.lowercased(head[index])) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
