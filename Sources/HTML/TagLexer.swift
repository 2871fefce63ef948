internal import AutoTagBytes

// A lexer in front of libxml2, because libxml2 alone cannot do the work. Its HTML parser follows HTML 4 and reads broken
// markup otherwise than browsers do; it gives no byte offsets of attributes, so an edit would mean to write the whole page
// anew, which changes bytes that have nothing to do with it; and it takes quadratic time on hostile pages.
//
// So this file finds the tags and their byte ranges by the HTML standard, and libxml2 is given a clean view of the few
// anchors that matter (`PageView`). libxml2 stays the parser of record: a link is what it reports, and if its report is not
// the view that it was given, the page is left untouched and reported as an error.
//
// The lexer is fast because it does not follow the standard's states byte by byte. Outside tags it searches for the next
// `<`, inside raw text, comments and quoted values for what can end them, each with `memchr`. Every page of a site that may
// have a link goes through it, so nothing is allocated for a tag: the caller's `TagToken` is filled again and again.

/// The HTML standard's tokenizer (section 13.2.5) as far as it finds tags, in one pass over the bytes of any
/// ASCII-compatible encoding. Comments, doctypes and raw text are passed over; a tag without an end is no tag.
///
/// Only the caller knows whether an element is HTML's: `<title>` has raw text in HTML but not in SVG. So the caller calls
/// `skipRawText` after a start tag of an element with raw text.
package struct TagLexer {
  /// A kind of text in which the only tag is the element's own end tag.
  package enum RawText {
    /// `title`, `textarea`, `style`, `xmp`, `iframe`, `noembed`, `noframes`, and `noscript` with scripting on.
    case element(StaticString)
    /// `script`, whose text may hold an escaped `</script>` (section 13.2.5.15 ff.).
    case script
    /// `plaintext`, which goes on to the page's end.
    case plaintext
  }

  /// The byte offset at which the lexer goes on.
  package private(set) var position: Int

  /// True to fill `text`.
  package var collectsText = false
  /// The kinds of the characters outside tags since the caller last emptied this. Once `other` is in it, the rest is not
  /// looked at.
  package var text: TextKinds = []
  /// The byte range of the first doctype, from `<` up to and with `>`.
  package private(set) var doctype: Range<Int>?
  /// True to fill `comments`.
  package var collectsComments = false
  /// The byte ranges of the comments since the caller last emptied this, each from `<!--` up to and with its end.
  package var comments: [Range<Int>] = []

  /// Begins at the page's first byte.
  package init() {
    position = 0
  }

  /// Begins at a byte offset outside tags, comments and raw text.
  package init(at position: Int) {
    self.position = position
  }

  /// Begins after a UTF-8 byte-order mark, if there is one: it is no text (Encoding Standard, "decode").
  package init(page: Span<UInt8>) {
    let hasMark = page.count >= 3 && page[0] == 0xEF && page[1] == 0xBB && page[2] == 0xBF
    position = hasMark ? 3 : 0
  }

  /// Reads the next tag, attributes included.
  /// - Parameters:
  ///   - page: the same bytes at every call.
  ///   - inForeignContent: true if the current node is SVG or MathML, where `<![CDATA[` begins text.
  ///   - tag: filled with the tag's byte ranges.
  /// - Returns: `false` at the page's end.
  package mutating func next(in page: Span<UInt8>, inForeignContent: Bool = false, into tag: inout TagToken)
    -> Bool
  {
    nextName(in: page, inForeignContent: inForeignContent, into: &tag)
      && readRest(of: &tag, in: page, collectsAttributes: true)
  }

  /// Reads up to the end of the next tag's name. `readRest` must be called next. Parameters and result are those of `next`.
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

  /// Passes over the text of a raw text element whose start tag was just read. Stops before its end tag, or at the page's
  /// end.
  package mutating func skipRawText(_ kind: RawText, in page: Span<UInt8>) {
    switch kind {
    case .plaintext: position = page.count
    case .script: skipScript(in: page)
    case .element(let name): skipToEndTag(name, in: page)
    }
  }

  /// Adds the kinds of a text's characters to `text`.
  private mutating func noteText(in page: Span<UInt8>, _ range: Range<Int>) {
    for index in range {
      if text.contains(.other) { return }
      text.note(page[index])
    }
  }

  // MARK: Tags

  /// Reads a tag's name (section 13.2.5.8, "tag name state").
  /// - Parameter start: the offset of the tag's `<`.
  /// - Returns: `true`.
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

  /// Reads a tag from the end of its name to its `>` (section 13.2.5.32 ff.).
  /// - Parameter collectsAttributes: with `false`, `tag.attributes` stays as it is.
  /// - Returns: `false` if no `>` follows: then there is no tag, and nothing after it.
  package mutating func readRest(
    of tag: inout TagToken, in page: Span<UInt8>, collectsAttributes: Bool
  ) -> Bool {
    let count = page.count
    var index = position
    tag.isSelfClosing = false
    if collectsAttributes { tag.removeAttributes() }
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
        tag.append(TagToken.Attribute(name: attribute.name, value: attribute.value))
      }
      index = end
    }
    position = count
    return false
  }

  /// Calls a function with each attribute of a part of a tag, until it returns false.
  /// - Parameter range: from an attribute's name up to and with the tag's `>`.
  static func forEachAttribute(
    in page: Span<UInt8>, _ range: Range<Int>, _ body: (TagToken.Attribute) -> Bool
  ) {
    var index = range.lowerBound
    while index < range.upperBound - 1 {
      guard page[index] != UInt8(ascii: "/"), !ASCII.isWhitespace(page[index]) else {
        index += 1
        continue
      }
      let attribute = attribute(in: page, from: index)
      guard let end = attribute.end, body(.init(name: attribute.name, value: attribute.value)) else { return }
      index = end
    }
  }

  /// Reads the attribute that starts at `start`.
  /// - Returns: the ranges of its name and value, and the offset of its end; `nil` for the end if the page ends within
  ///   the value.
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

  /// Returns true for a byte that ends a tag's or an attribute's name, other than `=`.
  @inline(__always)
  private static func endsTagName(_ byte: UInt8) -> Bool {
    // Letters, of which names consist, are told by the first comparison.
    byte <= UInt8(ascii: ">")
      && (byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || ASCII.isWhitespace(byte))
  }

  // MARK: Comments and declarations

  /// Passes over a bogus comment or a declaration, which ends at the next `>`.
  private mutating func skipThroughGreaterThan(in page: Span<UInt8>, from start: Int) {
    position = min(ByteSearch.first(UInt8(ascii: ">"), in: page, from: start) + 1, page.count)
  }

  /// Passes over the `<!` at `start` and what it begins: a comment, a CDATA section, a doctype or a bogus comment (section
  /// 13.2.5.42, "markup declaration open state").
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

  /// Passes over a CDATA section: all text up to `]]>` (section 13.2.5.69).
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

  /// Passes over a comment (section 13.2.5.43 ff.): `<!-->` and `<!--->` are whole comments, and `--!>` ends one too.
  /// - Parameter start: the offset behind `<!--`.
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

  /// Moves to the next end tag of this name, or to the page's end.
  private mutating func skipToEndTag(_ name: StaticString, in page: Span<UInt8>) {
    while true {
      position = ByteSearch.first(UInt8(ascii: "<"), in: page, from: position)
      guard position < page.count, !Self.isTag("/", name, in: page, at: position) else { return }
      position += 1
    }
  }

  /// Moves to the end tag of a script (section 13.2.5.15 ff., the script data states): after `<!--` and `<script>`, the
  /// next `</script>` is part of the text.
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

  /// Returns true if a tag of this name starts at `start`: `<`, `slash`, the name in any case, and a byte that ends a name.
  private static func isTag(
    _ slash: StaticString, _ name: StaticString, in page: Span<UInt8>, at start: Int
  ) -> Bool {
    guard page[start] == UInt8(ascii: "<"), matches(slash, in: page, at: start + 1) else { return false }
    let nameStart = start + 1 + slash.utf8CodeUnitCount
    let nameEnd = nameStart + name.utf8CodeUnitCount
    guard nameEnd < page.count, endsTagName(page[nameEnd]) else { return false }
    return ASCII.equals(page, nameStart..<nameEnd, name)
  }

  /// Returns true if the page has these bytes, in this case, at `start`.
  private static func matches(_ text: StaticString, in page: Span<UInt8>, at start: Int) -> Bool {
    guard start + text.utf8CodeUnitCount <= page.count else { return false }
    return text.withUTF8Buffer { text in
      for (offset, byte) in text.enumerated() where page[start + offset] != byte { return false }
      return true
    }
  }
}

extension TagLexer.RawText {
  /// The kind of an HTML element's text with scripting on (section 13.2.6); `nil` for an element with other content.
  package init?(contentOf name: ElementName) {
    switch name {
    case .script: self = .script
    case .plaintext: self = .plaintext
    case .style: self = .element("style")
    case .title: self = .element("title")
    case .textarea: self = .element("textarea")
    case .noscript: self = .element("noscript")
    case .iframe: self = .element("iframe")
    case .xmp: self = .element("xmp")
    case .noembed: self = .element("noembed")
    case .noframes: self = .element("noframes")
    default: return nil
    }
  }
}
