internal import AutoTagBytes

/// One directive of an httpd configuration file.
struct ApacheDirective {
  let line: Int
  /// The name in lower case; a section's has its `<`, its end's `</`.
  let name: String
  /// The text behind the name, trimmed.
  let arguments: [UInt8]
  let text: String
  /// The range of its lines in the file without a byte-order mark, without the last line's end.
  let range: Range<Int>

  /// The directives of a file ("Configuration Files", httpd.apache.org/docs/2.4/configuring.html): one a
  /// line, a backslash at a line's end continues it, `#` begins a comment only at a line's start.
  /// - Parameter take: called with one after the other.
  static func read(_ file: [UInt8], _ take: (ApacheDirective) -> Void) {
    var pending: [UInt8] = []
    var first: (line: Int, offset: Int)?
    var end = 0
    for (number, bytes) in ByteText.lines(ByteText.withoutMark(file)) {
      let start = first ?? (number, bytes.startIndex)
      end = bytes.endIndex
      var bytes = Array(bytes)
      if bytes.last == UInt8(ascii: "\\") {
        bytes.removeLast()
        pending += bytes
        first = start
        continue
      }
      pending += bytes
      if let directive = directive(ByteText.trimmed(pending), line: start.line, start.offset..<end) {
        take(directive)
      }
      pending = []
      first = nil
    }
    if let first, let directive = directive(ByteText.trimmed(pending), line: first.line, first.offset..<end) {
      take(directive)
    }
  }

  private static func directive(_ text: [UInt8], line: Int, _ range: Range<Int>) -> ApacheDirective? {
    guard let first = text.first, first != UInt8(ascii: "#") else { return nil }
    let end = text.firstIndex { ASCII.isSpace($0) || ($0 == UInt8(ascii: ">") && first == 0x3C) }
    let nameEnd = end ?? text.count
    var arguments = ByteText.trimmed(text[nameEnd...])
    if first == UInt8(ascii: "<"), arguments.last == UInt8(ascii: ">") { arguments.removeLast() }
    return ApacheDirective(
      line: line, name: ASCII.lowercased(Array(text[..<nameEnd])).text,
      arguments: ByteText.trimmed(arguments),
      text: text.text, range: range)
  }

  /// The arguments as most directives take them: words, or quoted text in which a backslash stands before the
  /// quote and before another backslash.
  var words: [[UInt8]] {
    var words: [[UInt8]] = []
    var index = 0
    while index < arguments.count {
      if ASCII.isSpace(arguments[index]) {
        index += 1
        continue
      }
      var word: [UInt8] = []
      let quote = arguments[index]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      if isQuoted { index += 1 }
      while index < arguments.count {
        let byte = arguments[index]
        if isQuoted ? byte == quote : ASCII.isSpace(byte) { break }
        if byte == UInt8(ascii: "\\"), index + 1 < arguments.count,
          arguments[index + 1] == UInt8(ascii: "\\") || (isQuoted && arguments[index + 1] == quote)
        {
          index += 1
        }
        word.append(arguments[index])
        index += 1
      }
      index += 1
      words.append(word)
    }
    return words
  }

  /// The arguments as mod_rewrite takes them (`parseargline` of mod_rewrite.c): a backslash stays, and white
  /// space after it does not end the argument. The third takes all the rest.
  var rewriteWords: [[UInt8]] { rewriteWordRanges.map { Array(arguments[$0]) } }

  /// The ranges of `rewriteWords` in `arguments`, without quotes.
  var rewriteWordRanges: [Range<Int>] {
    var words: [Range<Int>] = []
    var index = 0
    while index < arguments.count, words.count < 3 {
      let quote = arguments[index]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      if isQuoted { index += 1 }
      let start = index
      while index < arguments.count {
        let byte = arguments[index]
        if isQuoted ? byte == quote : ASCII.isSpace(byte) { break }
        if byte == UInt8(ascii: "\\"), index + 1 < arguments.count,
          ASCII.isSpace(arguments[index + 1]) || (isQuoted && arguments[index + 1] == quote)
        {
          index += 1
        }
        index += 1
      }
      index = min(index, arguments.count)
      words.append(start..<index)
      index += 1
      while index < arguments.count, ASCII.isSpace(arguments[index]) { index += 1 }
    }
    return words
  }
}
