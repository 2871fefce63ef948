internal import AutoTagBytes

extension ApacheDirective {
  /// An argument with white space in it whose quote nothing closes, so that it takes in all the rest of the line; `nil` where
  /// there is none. httpd says nothing of it.
  var unclosedArgument: [UInt8]? {
    let isQuote: (UInt8) -> Bool = { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    // The text of an error begins with a quote that nothing has to close.
    guard name != "errordocument", arguments.contains(where: isQuote) else { return nil }
    guard let last = isRewriting ? rewriteWordRanges.last : lastWord, last.lowerBound > 0,
      last.upperBound == arguments.count, isQuote(arguments[last.lowerBound - 1]),
      last.lowerBound == 1 || ASCII.isSpace(arguments[last.lowerBound - 2]),
      arguments[last].contains(where: ASCII.isSpace)
    else { return nil }
    return Array(arguments[last])
  }

  private var isRewriting: Bool { name == "rewriterule" || name == "rewritecond" }

  /// The range of the last of `words`, without its quotes.
  private var lastWord: Range<Int>? {
    var last: Range<Int>?
    var index = 0
    while index < arguments.count {
      if ASCII.isSpace(arguments[index]) {
        index += 1
        continue
      }
      let quote = arguments[index]
      let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
      if isQuoted { index += 1 }
      let start = index
      while index < arguments.count {
        if isQuoted ? arguments[index] == quote : ASCII.isSpace(arguments[index]) { break }
        if isQuoted, arguments[index] == UInt8(ascii: "\\") { index += 1 }
        index += 1
      }
      index = min(index, arguments.count)
      last = start..<index
      index += 1
    }
    return last
  }
}
