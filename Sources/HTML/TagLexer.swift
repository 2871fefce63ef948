internal import AutoTagBytes

/// Finds the tags of a page as the HTML standard's tokenizer does (section 13.2.5), in one pass over the bytes
/// of any ASCII-compatible encoding: comments, doctypes and raw text are passed over, and a tag that the
/// page's end cuts off is none.
///
/// It knows markup and no elements' meaning: whoever reads the tags calls `skipRawText` after a start tag whose
/// content is raw text *there*, since `<title>` is raw text in HTML and is not in SVG.
package struct TagLexer {
  /// The kinds of text in which only the element's own end tag is a tag.
  package enum RawText {
    /// `title`, `textarea`, `style`, `xmp`, `iframe`, `noembed`, `noframes`, and `noscript` with scripting on.
    case element(StaticString)
    /// `script`, whose text may hold an escaped `</script>` (section 13.2.5.15 ff.).
    case script
    /// `plaintext`, which nothing ends.
    case plaintext
  }

  /// Where the lexer goes on.
  package private(set) var position: Int

  /// Whether to take note of the text between tags.
  package var collectsText = false
  /// The kinds of characters passed over outside tags, since somebody last emptied this. Once there are
  /// `other` ones, the rest is not looked at.
  package var text: TextKinds = []
  /// The first doctype.
  package private(set) var doctype: Range<Int>?
  /// Whether to take note of comments.
  package var collectsComments = false
  /// The comments passed over, from `<!--` on, since somebody last emptied this.
  package var comments: [Range<Int>] = []

  package init() {
    position = 0
  }

  /// Begins in the middle of a page, outside of tags, comments and raw text.
  package init(at position: Int) {
    self.position = position
  }

  /// Begins after a byte-order mark, which is no text (Encoding Standard, "decode").
  package init(page: Span<UInt8>) {
    let hasMark = page.count >= 3 && page[0] == 0xEF && page[1] == 0xBB && page[2] == 0xBF
    position = hasMark ? 3 : 0
  }

  /// Reads up to and with the next tag.
  /// - Parameters:
  ///   - page: the same bytes at every call.
  ///   - inForeignContent: whether the current element is SVG or MathML, where `<![CDATA[` begins text.
  ///   - tag: filled with the tag's places.
  /// - Returns: `false` at the page's end.
  package mutating func next(in page: Span<UInt8>, inForeignContent: Bool = false, into tag: inout TagToken)
    -> Bool
  {
    nextName(in: page, inForeignContent: inForeignContent, into: &tag)
      && readRest(of: &tag, in: page, collectsAttributes: true)
  }

  /// Reads up to the end of the next tag's name. `readRest` is to follow.
  package mutating func nextName(
    in page: Span<UInt8>, inForeignContent: Bool = false, into tag: inout TagToken
  ) -> Bool {
    let count = page.count
    while true {
      let start = ByteSearch.first(UInt8(ascii: "<"), in: page, from: position)
      if collectsText { noteText(in: page, position..<start) }
      guard start + 1 < count else { break }
      let next = page[start + 1]
      if ASCII.isLetter(next) {
        return readName(in: page, from: start, isEnd: false, into: &tag)
      }
      switch next {
      case UInt8(ascii: "/"):
        guard start + 2 < count else {
          position = count
          return false
        }
        if ASCII.isLetter(page[start + 2]) {
          return readName(in: page, from: start, isEnd: true, into: &tag)
        }
        skipThroughGreaterThan(in: page, from: start + 2)
      case UInt8(ascii: "!"):
        skipDeclaration(in: page, from: start, inForeignContent: inForeignContent)
      case UInt8(ascii: "?"):
        skipThroughGreaterThan(in: page, from: start + 2)
      default:
        if collectsText { text.formUnion(.other) }
        position = start + 1
      }
    }
    position = count
    return false
  }

  /// Passes over the text of a raw text element whose start tag was just read; stops before its end tag.
  package mutating func skipRawText(_ kind: RawText, in page: Span<UInt8>) {
    switch kind {
    case .plaintext: position = page.count
    case .script: skipScript(in: page)
    case .element(let name): skipToEndTag(name, in: page)
    }
  }

  private mutating func noteText(in page: Span<UInt8>, _ range: Range<Int>) {
    for index in range {
      if text.contains(.other) { return }
      text.note(page[index])
    }
  }

  // MARK: Tags

  /// Section 13.2.5.8.
  @inline(__always)
  private mutating func readName(
    in page: Span<UInt8>, from start: Int, isEnd: Bool, into tag: inout TagToken
  ) -> Bool {
    let count = page.count
    let nameStart = start + (isEnd ? 2 : 1)
    var index = nameStart + 1
    while index < count, !Self.endsTagName(page[index]) { index += 1 }
    tag.name = nameStart..<index
    tag.range = start..<index
    tag.isEnd = isEnd
    position = index
    return true
  }

  /// Reads a tag from the end of its name to its `>` (section 13.2.5.32 ff.). With no `>` to the page's end
  /// there is no tag, and nothing after it.
  /// - Parameter collectsAttributes: with `false`, `tag.attributes` is not touched.
  package mutating func readRest(
    of tag: inout TagToken, in page: Span<UInt8>, collectsAttributes: Bool
  ) -> Bool {
    let count = page.count
    var index = position
    tag.isSelfClosing = false
    if collectsAttributes { tag.attributes.removeAll(keepingCapacity: true) }
    while index < count {
      let byte = page[index]
      if byte == UInt8(ascii: ">") {
        tag.range = tag.range.lowerBound..<index + 1
        position = index + 1
        return true
      }
      if byte == UInt8(ascii: "/") {
        tag.isSelfClosing = index + 1 < count && page[index + 1] == UInt8(ascii: ">")
        index += 1
        continue
      }
      if ASCII.isWhitespace(byte) {
        index += 1
        continue
      }
      let attribute = Self.attribute(in: page, from: index)
      guard let end = attribute.end else { break }
      if collectsAttributes {
        tag.attributes.append(TagToken.Attribute(name: attribute.name, value: attribute.value))
      }
      index = end
    }
    position = count
    return false
  }

  /// - Returns: the attribute and where it ends, which is `nil` when the page ends within its value.
  @inline(__always)
  private static func attribute(
    in page: Span<UInt8>, from start: Int
  ) -> (name: Range<Int>, value: Range<Int>, end: Int?) {
    let count = page.count
    // A `=` at the start belongs to the name (section 13.2.5.32).
    var index = start + 1
    while index < count, !endsTagName(page[index]), page[index] != UInt8(ascii: "=") { index += 1 }
    let name = start..<index
    var valueStart = index
    while valueStart < count, ASCII.isWhitespace(page[valueStart]) { valueStart += 1 }
    guard valueStart < count, page[valueStart] == UInt8(ascii: "=") else {
      return (name, index..<index, index)
    }
    valueStart += 1
    while valueStart < count, ASCII.isWhitespace(page[valueStart]) { valueStart += 1 }
    guard valueStart < count else { return (name, index..<index, nil) }

    let quote = page[valueStart]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      let end = ByteSearch.first(quote, in: page, from: valueStart + 1)
      guard end < count else { return (name, index..<index, nil) }
      return (name, valueStart + 1..<end, end + 1)
    }
    var end = valueStart
    while end < count, page[end] != UInt8(ascii: ">"), !ASCII.isWhitespace(page[end]) { end += 1 }
    return (name, valueStart..<end, end)
  }

  @inline(__always)
  private static func endsTagName(_ byte: UInt8) -> Bool {
    // Letters, of which names consist, are told by the first comparison.
    byte <= UInt8(ascii: ">")
      && (byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || ASCII.isWhitespace(byte))
  }

  // MARK: Comments and declarations

  private mutating func skipThroughGreaterThan(in page: Span<UInt8>, from start: Int) {
    position = min(ByteSearch.first(UInt8(ascii: ">"), in: page, from: start) + 1, page.count)
  }

  /// After `<!`: a comment, a CDATA section, or what ends at the next `>` (doctype, bogus comment).
  private mutating func skipDeclaration(in page: Span<UInt8>, from start: Int, inForeignContent: Bool) {
    let body = start + 2
    if Self.matches("--", in: page, at: body) {
      skipComment(in: page, from: body + 2)
      if collectsComments { comments.append(start..<position) }
    } else if inForeignContent, Self.matches("[CDATA[", in: page, at: body) {
      skipCDATA(in: page, from: body + 7)
    } else {
      skipThroughGreaterThan(in: page, from: body)
      if doctype == nil, body + 7 <= page.count, ASCII.equals(page, body..<body + 7, "doctype") {
        doctype = start..<position
      }
    }
  }

  /// Section 13.2.5.69: all text up to `]]>`.
  private mutating func skipCDATA(in page: Span<UInt8>, from start: Int) {
    var end = start
    while true {
      end = ByteSearch.first(UInt8(ascii: ">"), in: page, from: end)
      guard end < page.count else { break }
      if end - 2 >= start, page[end - 1] == UInt8(ascii: "]"), page[end - 2] == UInt8(ascii: "]") { break }
      end += 1
    }
    if collectsText { noteText(in: page, start..<max(start, end < page.count ? end - 2 : end)) }
    position = min(end + 1, page.count)
  }

  /// Section 13.2.5.43 ff.: `<!-->` and `<!--->` are whole comments, `--!>` ends one too.
  private mutating func skipComment(in page: Span<UInt8>, from start: Int) {
    if Self.matches(">", in: page, at: start) {
      position = start + 1
      return
    }
    if Self.matches("->", in: page, at: start) {
      position = start + 2
      return
    }
    var end = start
    while true {
      end = ByteSearch.first(UInt8(ascii: ">"), in: page, from: end)
      guard end < page.count else {
        position = page.count
        return
      }
      let dashesEnd = end > start && page[end - 1] == UInt8(ascii: "!") ? end - 1 : end
      end += 1
      if dashesEnd - 2 >= start, page[dashesEnd - 1] == UInt8(ascii: "-"),
        page[dashesEnd - 2] == UInt8(ascii: "-")
      {
        position = end
        return
      }
    }
  }

  // MARK: Raw text

  private mutating func skipToEndTag(_ name: StaticString, in page: Span<UInt8>) {
    while true {
      position = ByteSearch.first(UInt8(ascii: "<"), in: page, from: position)
      guard position < page.count, !Self.isTag("/", name, in: page, at: position) else { return }
      position += 1
    }
  }

  /// The script data states: after `<!--`, a `<script>` makes the next `</script>` part of the text.
  private mutating func skipScript(in page: Span<UInt8>) {
    var isEscaped = false
    var isDoubleEscaped = false
    // The dashes of `<!--` count towards `-->`, so `<!-->` escapes nothing.
    var dashes = 0
    while position < page.count {
      if !isEscaped {
        position = ByteSearch.first(UInt8(ascii: "<"), in: page, from: position)
        guard position < page.count else { return }
      }
      let byte = page[position]
      if byte == UInt8(ascii: "<") {
        if !isEscaped, Self.matches("<!--", in: page, at: position) {
          isEscaped = true
          dashes = 2
          position += 4
          continue
        }
        if isDoubleEscaped {
          if Self.isTag("/", "script", in: page, at: position) { isDoubleEscaped = false }
        } else if Self.isTag("/", "script", in: page, at: position) {
          return
        } else if isEscaped, Self.isTag("", "script", in: page, at: position) {
          isDoubleEscaped = true
        }
      }
      if byte == UInt8(ascii: "-") {
        dashes += 1
      } else {
        if byte == UInt8(ascii: ">"), dashes >= 2 {
          isEscaped = false
          isDoubleEscaped = false
        }
        dashes = 0
      }
      position += 1
    }
  }

  /// Whether a tag of this name stands here: `<`, the slash where asked, the name, and what ends a name.
  private static func isTag(
    _ slash: StaticString, _ name: StaticString, in page: Span<UInt8>, at start: Int
  ) -> Bool {
    guard page[start] == UInt8(ascii: "<"), matches(slash, in: page, at: start + 1) else { return false }
    let nameStart = start + 1 + slash.utf8CodeUnitCount
    let nameEnd = nameStart + name.utf8CodeUnitCount
    guard nameEnd < page.count, endsTagName(page[nameEnd]) else { return false }
    return ASCII.equals(page, nameStart..<nameEnd, name)
  }

  private static func matches(_ text: StaticString, in page: Span<UInt8>, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= page.count else { return false }
    return text.withUTF8Buffer { text in
      for (offset, byte) in text.enumerated() where page[start + offset] != byte { return false }
      return true
    }
  }
}
