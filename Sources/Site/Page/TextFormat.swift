internal import AutoTagBytes

/// Formats of text that may hold HTML and are none: a link in them is not written as a page has it, so that an edit could
/// break the file. A fragment of a page and a template are pages.
enum TextFormat {
  /// - Returns: the format, as in “JSON”; `nil` for what may be a page.
  static func of(_ bytes: Span<UInt8>) -> String? {
    let text = ByteText.withoutMark(bytes.withUnsafeBufferPointer { Array($0) })
    guard let first = text.first(where: { !ASCII.isWhitespace($0) }) else { return nil }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "\""):
      if isJSON(text) { return "JSON" }
    case UInt8(ascii: "<"):
      return ofRoot(text)
    default: break
    }
    if isDiff(text) { return "a diff" }
    return MailFormat.of(text) ?? ProgramFormat.of(text)
      ?? (isTable(text) ? "a table of separated values" : nil)
  }

  /// Returns true for one value, or one on each line. Front matter in JSON has a page behind it.
  private static func isJSON(_ text: [UInt8]) -> Bool {
    if (try? JSONReader.read(text)) != nil { return true }
    let lines = text.split(separator: 0x0A).filter { $0.contains { !ASCII.isWhitespace($0) } }
    return lines.count > 1 && lines.allSatisfy { (try? JSONReader.read(Array($0))) != nil }
  }

  private static let roots: [String: String] = [
    "rss": "a feed", "feed": "a feed", "rdf:rdf": "a feed", "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
    "opml": "OPML", "xsl:stylesheet": "a style sheet", "xsl:transform": "a style sheet",
  ]

  /// The format by the first element.
  private static func ofRoot(_ text: [UInt8]) -> String? {
    var index = 0
    while let start = text[index...].firstIndex(of: UInt8(ascii: "<")), start + 1 < text.count {
      guard text[index..<start].allSatisfy(ASCII.isWhitespace) else { return nil }
      let rest = text[start...]
      let end: [UInt8]
      if rest.starts(with: "<!--".utf8) {
        end = Array("-->".utf8)
      } else if rest.starts(with: "<?xml".utf8) {
        end = Array("?>".utf8)
      } else if rest.starts(with: "<!".utf8) {
        end = [UInt8(ascii: ">")]
      } else {
        let name = rest.dropFirst().prefix { !ASCII.isWhitespace($0) && $0 != UInt8(ascii: ">") }
        if name.elementsEqual("svg".utf8) {
          return isPicture(rest, isDeclared: start > 0) ? "an SVG picture" : nil
        }
        return roots[ASCII.lowercased(Array(name)).text]
      }
      guard let close = rest.indices.first(where: { rest[$0...].starts(with: end) }) else { return nil }
      index = close + end.count
    }
    return nil
  }

  /// Returns true for one `<svg>` and nothing behind it, which is declared to be XML or has its name space: in a fragment of a
  /// page something stands around a picture.
  private static func isPicture(_ root: ArraySlice<UInt8>, isDeclared: Bool) -> Bool {
    let tag = root.prefix { $0 != UInt8(ascii: ">") }
    guard isDeclared || Array(tag).text.contains("http://www.w3.org/2000/svg") else { return false }
    var depth = 0
    var rest = root
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[start...].dropFirst()
      if rest.starts(with: "svg".utf8) {
        let inner = rest.prefix { $0 != UInt8(ascii: ">") }
        if inner.last != UInt8(ascii: "/") { depth += 1 }
      } else if rest.starts(with: "/svg".utf8) {
        depth -= 1
      }
      guard depth <= 0 else { continue }
      let end = rest.firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
      return depth == 0 && rest[end...].dropFirst().allSatisfy(ASCII.isWhitespace)
    }
    return false
  }

  /// Returns true for what a line of the old file's name begins, one of the new one's and a hunk; a page that shows a diff
  /// has tags in front of it.
  private static func isDiff(_ text: [UInt8]) -> Bool {
    var last: [ArraySlice<UInt8>] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false).prefix(1_000) {
      if line.starts(with: "@@ -".utf8), last.count == 2, last[0].starts(with: "--- ".utf8),
        last[1].starts(with: "+++ ".utf8)
      {
        return true
      }
      if line.starts(with: "***************".utf8), last.count == 2, last[0].starts(with: "*** ".utf8),
        last[1].starts(with: "--- ".utf8)
      {
        return true
      }
      if line.first(where: { !ASCII.isWhitespace($0) }) == UInt8(ascii: "<") { return false }
      last = last.suffix(1) + [line]
    }
    return false
  }

  /// Returns true for records of as many fields each, two at least, below a header of plain names. In prose a comma has a
  /// space behind it.
  private static func isTable(_ text: [UInt8]) -> Bool {
    let header = text.prefix { $0 != 0x0A }
    guard !header.contains(UInt8(ascii: "<")),
      let separator = [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].first(where: { header.contains($0) })
    else { return false }
    let names = header.split(separator: separator, omittingEmptySubsequences: false)
    let arePlain = names.allSatisfy { name in
      let first = name.first { $0 != UInt8(ascii: "\"") }
      return first.map { ASCII.isAlphanumeric($0) || $0 == 0x5F || $0 >= 0x80 } ?? false
        && !name.contains { "{}%()".utf8.contains($0) } && name.count < 64
    }
    guard arePlain else { return false }
    let counts = fieldCounts(text, separator)
    return counts.count > 1 && counts.allSatisfy { $0 == names.count }
  }

  /// Returns the number of fields of each record; none where a quote is not closed.
  private static func fieldCounts(_ text: [UInt8], _ separator: UInt8) -> [Int] {
    var counts: [Int] = []
    var count = 1
    var isQuoted = false
    var isEmpty = true
    var isFieldStart = true
    for byte in text {
      if byte == UInt8(ascii: "\""), isQuoted || isFieldStart {
        isQuoted.toggle()
        // A doubled quote opens it again.
        isFieldStart = !isQuoted
      } else if isQuoted {
        continue
      } else if byte == 0x0A {
        if !isEmpty { counts.append(count) }
        (count, isEmpty, isFieldStart) = (1, true, true)
        continue
      } else if byte == separator {
        count += 1
        isFieldStart = true
      } else if byte != 0x0D {
        isFieldStart = false
      }
      if byte != 0x0D { isEmpty = false }
    }
    if !isEmpty { counts.append(count) }
    return isQuoted ? [] : counts
  }
}
