internal import AutoTagBytes

/// The page's mode by its doctype (HTML standard, section 13.2.6.4.1, "The 'initial' insertion mode"): in quirks mode a
/// table may be inside a paragraph.
enum Doctype {
  /// Returns true for a doctype of quirks mode. Limited-quirks mode counts as no quirks: tables are as in standards mode.
  /// - Parameter doctype: its range in the page, from `<` up to and with `>`.
  static func isQuirky(_ doctype: Range<Int>, in page: Span<UInt8>) -> Bool {
    // The words without their quotes: `<!doctype`, the name, `PUBLIC` or `SYSTEM`, the identifiers.
    var words = Words(range: doctype.lowerBound..<doctype.upperBound - 1, position: doctype.lowerBound + 9)
    guard let name = words.next(in: page), ASCII.equals(page, name, "html") else { return true }
    guard let keyword = words.next(in: page) else { return false }
    if ASCII.equals(page, keyword, "system") {
      guard let system = words.next(in: page) else { return true }
      return ASCII.equals(page, system, "http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")
    }
    guard ASCII.equals(page, keyword, "public"), let identifier = words.next(in: page) else { return true }
    let hasSystem = words.next(in: page) != nil
    func starts(_ prefixes: [StaticString]) -> Bool {
      prefixes.contains { prefix in
        let length = prefix.utf8CodeUnitCount
        return identifier.count >= length
          && ASCII.equals(page, identifier.lowerBound..<identifier.lowerBound + length, prefix)
      }
    }
    if starts(["-//w3c//dtd html 4.01 frameset//", "-//w3c//dtd html 4.01 transitional//"]) {
      return !hasSystem
    }
    return starts(quirkyPrefixes)
      || quirkyIdentifiers.contains { ASCII.equals(page, identifier, $0) }
  }

  /// The words of a doctype one after the other, without their quotes.
  private struct Words {
    let range: Range<Int>
    var position: Int

    mutating func next(in page: Span<UInt8>) -> Range<Int>? {
      while position < range.upperBound, ASCII.isWhitespace(page[position]) { position += 1 }
      guard position < range.upperBound else { return nil }
      let quote = page[position]
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        let start = position + 1
        position = start
        while position < range.upperBound, page[position] != quote { position += 1 }
        defer { position += 1 }
        return start..<position
      }
      let start = position
      while position < range.upperBound, !ASCII.isWhitespace(page[position]) { position += 1 }
      return start..<position
    }
  }

  /// Public identifiers of quirks mode, in lower case.
  private static let quirkyIdentifiers: [StaticString] = [
    "-//w3o//dtd w3 html strict 3.0//en//", "-/w3c/dtd html 4.0 transitional/en", "html",
  ]

  /// Beginnings of public identifiers of quirks mode, in lower case.
  private static let quirkyPrefixes: [StaticString] = [
    "+//silmaril//dtd html pro v0r11 19970101//",
    "-//as//dtd html 3.0 aswedit + extensions//",
    "-//advasoft ltd//dtd html 3.0 aswedit + extensions//",
    "-//ietf//dtd html 2.0 level 1//", "-//ietf//dtd html 2.0 level 2//",
    "-//ietf//dtd html 2.0 strict level 1//", "-//ietf//dtd html 2.0 strict level 2//",
    "-//ietf//dtd html 2.0 strict//", "-//ietf//dtd html 2.0//", "-//ietf//dtd html 2.1e//",
    "-//ietf//dtd html 3.0//", "-//ietf//dtd html 3.2 final//", "-//ietf//dtd html 3.2//",
    "-//ietf//dtd html 3//", "-//ietf//dtd html level 0//", "-//ietf//dtd html level 1//",
    "-//ietf//dtd html level 2//", "-//ietf//dtd html level 3//",
    "-//ietf//dtd html strict level 0//", "-//ietf//dtd html strict level 1//",
    "-//ietf//dtd html strict level 2//", "-//ietf//dtd html strict level 3//",
    "-//ietf//dtd html strict//", "-//ietf//dtd html//",
    "-//metrius//dtd metrius presentational//",
    "-//microsoft//dtd internet explorer 2.0 html strict//", "-//microsoft//dtd internet explorer 2.0 html//",
    "-//microsoft//dtd internet explorer 2.0 tables//",
    "-//microsoft//dtd internet explorer 3.0 html strict//", "-//microsoft//dtd internet explorer 3.0 html//",
    "-//microsoft//dtd internet explorer 3.0 tables//",
    "-//netscape comm. corp.//dtd html//", "-//netscape comm. corp.//dtd strict html//",
    "-//o'reilly and associates//dtd html 2.0//", "-//o'reilly and associates//dtd html extended 1.0//",
    "-//o'reilly and associates//dtd html extended relaxed 1.0//",
    "-//sq//dtd html 2.0 hotmetal + extensions//",
    "-//softquad software//dtd hotmetal pro 6.0::19990601::extensions to html 4.0//",
    "-//softquad//dtd hotmetal pro 4.0::19971010::extensions to html 4.0//",
    "-//spyglass//dtd html 2.0 extended//", "-//sun microsystems corp.//dtd hotjava html//",
    "-//sun microsystems corp.//dtd hotjava strict html//",
    "-//w3c//dtd html 3 1995-03-24//", "-//w3c//dtd html 3.2 draft//", "-//w3c//dtd html 3.2 final//",
    "-//w3c//dtd html 3.2//", "-//w3c//dtd html 3.2s draft//", "-//w3c//dtd html 4.0 frameset//",
    "-//w3c//dtd html 4.0 transitional//", "-//w3c//dtd html experimental 19960712//",
    "-//w3c//dtd html experimental 970421//", "-//w3c//dtd w3 html//", "-//w3o//dtd w3 html 3.0//",
    "-//webtechs//dtd mozilla html 2.0//", "-//webtechs//dtd mozilla html//",
  ]
}

/// The test for pages that declare themselves XHTML.
enum XHTML {
  /// Returns true for a page with an XML declaration at its start, or a doctype with `XHTML` in it. The doctype is looked
  /// for in the first 4096 bytes.
  static func isDeclared(by page: Span<UInt8>) -> Bool {
    var start = 0
    if page.count >= 3, page[0] == 0xEF, page[1] == 0xBB, page[2] == 0xBF { start = 3 }
    if start + 5 <= page.count, ASCII.equals(page, start..<start + 5, "<?xml") { return true }
    // Comments may come before a doctype.
    let limit = min(page.count, start + 4096)
    while start < limit {
      if start + 9 <= page.count, ASCII.equals(page, start..<start + 9, "<!doctype") {
        while start + 5 <= page.count, page[start] != UInt8(ascii: ">") {
          if ASCII.equals(page, start..<start + 5, "xhtml") { return true }
          start += 1
        }
        return false
      }
      start += 1
    }
    return false
  }
}
