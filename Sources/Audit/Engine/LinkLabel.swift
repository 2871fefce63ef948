internal import AutoTagHTML

/// The text of a link, as a person would name it.
enum LinkLabel {
  /// Maximum characters of a label.
  private static let longest = 100
  /// Maximum bytes looked at; where the text is not found by then, the link was not closed.
  private static let furthest = 4096

  /// - Parameter start: the end of the link's start tag.
  static func text(from start: Int, in page: Span<UInt8>) -> String {
    let limit = min(page.count, start + furthest)
    let page = page.extracting(0..<limit)
    var lexer = TagLexer(at: start)
    lexer.collectsComments = true
    var tag = TagToken()
    var text: [UInt8] = []
    var alternative: [UInt8] = []
    while true {
      let textStart = lexer.position
      let found = lexer.nextName(in: page, into: &tag)
      append(textStart..<(found ? tag.range.lowerBound : limit), without: lexer.comments, of: page, to: &text)
      lexer.comments = []
      guard found, text.count < 4 * longest else { break }
      let name = TagNames.standard.name(of: tag.name, in: page).name
      // A new link ends the one that is open (HTML standard, section 13.2.6.4.7).
      if name == .a { break }
      guard lexer.readRest(of: &tag, in: page, collectsAttributes: name == .img) else { break }
      if tag.isEnd { continue }
      if name == .img, alternative.isEmpty, let alt = tag.value(of: "alt", in: page) {
        alternative = CharacterReferences.decode(page.extracting(alt)).bytes
      }
      // Blocks and breaks stand apart.
      if name != .other, name != .b, name != .i, name != .em, name != .strong, name != .span {
        text.append(0x20)
      }
      if let rawText = TagLexer.RawText(contentOf: name) { lexer.skipRawText(rawText, in: page) }
    }
    let shown = collapsed(text)
    return shown.isEmpty ? collapsed(alternative) : shown
  }

  private static func append(
    _ range: Range<Int>, without comments: [Range<Int>], of page: Span<UInt8>, to text: inout [UInt8]
  ) {
    var start = range.lowerBound
    func append(upTo end: Int) {
      guard start < end else { return }
      CharacterReferences.decode(page.extracting(start..<end), into: &text)
    }
    for comment in comments {
      append(upTo: min(comment.lowerBound, range.upperBound))
      start = max(start, comment.upperBound)
    }
    append(upTo: range.upperBound)
  }

  private static func collapsed(_ bytes: [UInt8]) -> String {
    // As text most labels would cost more than all else that is done with a link.
    bytes.allSatisfy { $0 < 0x80 } ? collapsedASCII(bytes) : collapsedText(bytes)
  }

  /// The same as `collapsedText`.
  private static func collapsedASCII(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(min(bytes.count, longest + 1))
    var isBetweenWords = true
    for byte in bytes {
      if byte == 0x20 || 0x09...0x0D ~= byte {
        isBetweenWords = true
        continue
      }
      if isBetweenWords, !result.isEmpty { result.append(0x20) }
      isBetweenWords = false
      guard result.count < longest else { break }
      result.append(byte)
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func collapsedText(_ bytes: [UInt8]) -> String {
    var result = ""
    var count = 0
    for word in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace) {
      if count > 0 {
        result.append(" ")
        count += 1
      }
      for character in word {
        guard count < longest else { return result }
        result.append(character)
        count += 1
      }
    }
    return result
  }
}
