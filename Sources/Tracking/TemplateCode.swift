internal import AutoTagBytes
internal import AutoTagHTML

/// The template code in a link's value: what a server or a script turns into other text before anybody follows the
/// link. Nobody can tell into what, so that nothing in it counts as a part of the link, and nothing is written into it.
///
/// | syntax | of |
/// | --- | --- |
/// | `<!--#…-->` | server-side includes |
/// | `<?…?>` | PHP |
/// | `<%…%>` | ASP, JSP, ERB, EJS |
/// | `{{…}}` | Jinja, Liquid, Twig, Go, Handlebars, Vue, Angular and most others |
/// | `{%…%}`, `{#…#}` | Jinja, Liquid, Twig |
package struct TemplateCode: Sendable, Equatable {
  /// One piece of code with its marks.
  package struct Piece: Sendable, Equatable {
    /// The range from its opening to its closing mark.
    package var range: Range<Int>
    /// `false` of code that is sure to do no more than print something. Behind any other the text may be there only at
    /// times, as behind `{% if … %}`.
    package let mayBranch: Bool
  }

  /// The pieces in order. To one that is cut off belongs all of the value that may.
  package private(set) var pieces: [Piece] = []

  /// `true` where code begins or ends outside of the value, or nobody can tell which mark ends it. A quote in the code
  /// has that effect: the value of `href="…?id=<?= f("x") ?>"` ends behind `f(`.
  package private(set) var isCut = false

  /// No code.
  init() {}

  /// `true` where there is no code.
  package var isEmpty: Bool { pieces.isEmpty }

  /// Finds the code in a link's value. Takes time in step with the value's length.
  /// - Parameter text: the value, decoded; `LinkText` blanks the marks in it that were written as character references.
  package init(in text: Span<UInt8>) {
    var seen: Set<Syntax> = []
    var offset = 0
    while offset < text.count {
      if let syntax = Syntax.opening(at: offset, in: text) {
        guard let end = syntax.end(ofCodeAt: offset, in: text) else {
          pieces.append(Piece(range: offset..<text.count, mayBranch: true))
          isCut = true
          return
        }
        pieces.append(Piece(range: offset..<end, mayBranch: syntax.mayBranch(text, offset..<end)))
        seen.insert(syntax)
        offset = end
      } else if let end = Self.strayClosing(at: offset, behind: seen, in: text) {
        pieces = [Piece(range: 0..<end, mayBranch: true)]
        isCut = true
        offset = end
      } else {
        offset += 1
      }
    }
  }

  /// The same code in another view of the text.
  /// - Parameter offset: leads an offset in the old view to the new one.
  func mapped(_ offset: (Int) -> Int) -> TemplateCode {
    var code = self
    for index in code.pieces.indices {
      let range = code.pieces[index].range
      code.pieces[index].range = offset(range.lowerBound)..<offset(range.upperBound)
    }
    return code
  }

  /// The range that may be there only at times: all between code that may begin a block and code that may end one.
  package var uncertain: Range<Int> {
    guard let first = pieces.first(where: \.mayBranch), let last = pieces.last(where: \.mayBranch),
      first.range.upperBound < last.range.lowerBound
    else { return 0..<0 }
    return first.range.upperBound..<last.range.lowerBound
  }

  /// Returns true if there may be code; a no is certain.
  static func mayStand(in text: Span<UInt8>) -> Bool {
    // The last one too: code may end in the value that began before it.
    ByteSearch.first(UInt8(ascii: "{"), in: text, from: 0) < text.count
      || ByteSearch.first(UInt8(ascii: "<"), in: text, from: 0) < text.count
      || ByteSearch.first(UInt8(ascii: ">"), in: text, from: 0) < text.count
  }

  /// Returns true if code writes a part of what the link asks for: of all that stands before the query.
  /// - Parameter text: a link's value, decoded.
  package static func standsBeforeQuery(in text: Span<UInt8>) -> Bool {
    for offset in text.indices {
      if Syntax.opening(at: offset, in: text) != nil { return true }
      if text[offset] == UInt8(ascii: "?") || text[offset] == UInt8(ascii: "#") { return false }
    }
    return false
  }

  /// Returns the end of a closing mark whose opening is not in the value, or of one too many where that leaves open which
  /// of them ends the code; else `nil`. A URL may well hold `-->`, `}}` and `%}`, and hardly `?>` and `%>`.
  private static func strayClosing(at offset: Int, behind seen: Set<Syntax>, in text: Span<UInt8>) -> Int? {
    for syntax in Syntax.allCases where syntax.closing.stands(at: offset, in: text) {
      if syntax == .php || syntax == .asp || seen.contains(syntax) {
        return offset + syntax.closing.utf8CodeUnitCount
      }
    }
    return nil
  }
}

/// The way in which template code leaves open where the parameter goes, or whether it is there.
package enum TemplateObstacle: Sendable, Hashable {
  /// The code begins or ends outside of the value.
  case cut
  /// The code may write the `?` or the `#`, or decide whether a part of the link is there.
  case decides
}

/// The marks of template code.
private enum Syntax: CaseIterable {
  case include, php, asp, braces, instruction, comment

  var opening: StaticString {
    switch self {
    case .include: "<!--#"
    case .php: "<?"
    case .asp: "<%"
    case .braces: "{{"
    case .instruction: "{%"
    case .comment: "{#"
    }
  }

  var closing: StaticString {
    switch self {
    case .include: "-->"
    case .php: "?>"
    case .asp: "%>"
    case .braces: "}}"
    case .instruction: "%}"
    case .comment: "#}"
    }
  }

  /// Returns the syntax whose code begins at an offset.
  static func opening(at offset: Int, in text: Span<UInt8>) -> Syntax? {
    guard text[offset] == UInt8(ascii: "<") || text[offset] == UInt8(ascii: "{") else { return nil }
    return allCases.first { syntax in
      syntax.opening.stands(at: offset, in: text)
        // `{%22id%22:1}` is JSON as browsers copy it from their address bar.
        && !(text[offset + 1] == UInt8(ascii: "%") && isPercentEncoding(at: offset + 1, in: text))
        // `{#top` is a brace and a fragment.
        && (syntax != .comment || syntax.end(ofCodeAt: offset, in: text) != nil)
    }
  }

  /// Returns true if a percent sign begins an encoded ASCII character, or one of several bytes.
  private static func isPercentEncoding(at offset: Int, in text: Span<UInt8>) -> Bool {
    guard offset + 2 < text.count, ASCII.hexDigit(text[offset + 1]) != nil,
      ASCII.hexDigit(text[offset + 2]) != nil
    else { return false }
    return ASCII.isDigit(text[offset + 1])
      || offset + 3 < text.count && text[offset + 3] == UInt8(ascii: "%")
  }

  /// Returns the end of the code that begins at an offset; `nil` where it does not end in the text.
  func end(ofCodeAt start: Int, in text: Span<UInt8>) -> Int? {
    var offset = start + opening.utf8CodeUnitCount
    while offset < text.count, !closing.stands(at: offset, in: text) { offset += 1 }
    guard offset < text.count else { return nil }
    offset += closing.utf8CodeUnitCount
    // Handlebars' `{{{x}}}`.
    while self == .braces, offset < text.count, text[offset] == UInt8(ascii: "}") { offset += 1 }
    return offset
  }

  /// The value of `TemplateCode.Piece.mayBranch`; a `true` may be wrong.
  func mayBranch(_ text: Span<UInt8>, _ code: Range<Int>) -> Bool {
    var inner = Substring(
      text.extracting(
        code.lowerBound + opening.utf8CodeUnitCount..<code.upperBound - closing.utf8CodeUnitCount)
    )
    switch self {
    case .instruction: return true
    case .comment: return false
    case .include: return !["echo", "include"].contains(inner.word)
    // `<%-` prints in EJS and may begin a block in ERB.
    case .asp: return inner.first != "=" && inner.first != ":"
    case .php:
      if inner.word == "php" { inner = inner.dropFirst(3).drop(while: \.isWhitespace) }
      guard inner.first == "=" || ["echo", "print"].contains(inner.word) else { return true }
      // More than one statement.
      return inner.drop { $0 != ";" }.dropFirst().contains { !$0.isWhitespace }
    case .braces:
      inner = inner.drop { $0.isWhitespace || "{-~".contains($0) }
      guard let first = inner.first, first.isLetter || first.isNumber || "_.$=>&:'\"(".contains(first)
      else { return true }
      return Self.branchingWords.contains(inner.word)
    }
  }

  /// The words with which Go templates, Handlebars and others of their kind begin blocks and end them.
  private static let branchingWords: Set = [
    "if", "else", "elseif", "elif", "end", "endif", "unless", "with", "range", "each", "for", "while",
    "switch", "case", "block", "define",
  ]
}

extension Substring {
  /// The text of code, without white space in front.
  fileprivate init(_ bytes: Span<UInt8>) {
    self = String(decoding: bytes.withUnsafeBufferPointer { Array($0) }, as: UTF8.self)[...]
    self = drop(while: \.isWhitespace)
  }

  /// The name that the text begins with, in lower case.
  fileprivate var word: String {
    prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }.lowercased()
  }
}

extension StaticString {
  fileprivate func stands(at offset: Int, in text: Span<UInt8>) -> Bool {
    guard offset + utf8CodeUnitCount <= text.count else { return false }
    return withUTF8Buffer { bytes in bytes.indices.allSatisfy { text[offset + $0] == bytes[$0] } }
  }
}
