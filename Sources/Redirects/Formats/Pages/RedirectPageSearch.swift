internal import AutoTagBytes
internal import AutoTagHTML

/// The search for `qu?v`, the middle of `http-equiv`, `l??at`, the start of `location`, or `o??n`, which is `open`, with
/// no letter behind it: letters that hardly any other word has at these distances.
enum RedirectPageSearch: BytePattern {
  static var before: Int { 0 }
  static var behind: Int { 4 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ index: Int) -> SIMDMask<SIMD16<Int8>> {
    let space = ByteBlock(repeating: 0x20)
    let here = page.unsafeBlock(at: index)
    let fourth = page.unsafeBlock(at: index &+ 3)
    let fifth = page.unsafeBlock(at: index &+ 4)
    let isEquiv =
      (here | space .== ByteBlock(repeating: UInt8(ascii: "q")))
      .& (fourth | space .== ByteBlock(repeating: UInt8(ascii: "v")))
    let isLocation =
      (here .== ByteBlock(repeating: UInt8(ascii: "l")))
      .& (fourth .== ByteBlock(repeating: UInt8(ascii: "a")))
      .& (fifth .== ByteBlock(repeating: UInt8(ascii: "t")))
    let isOpen =
      (here .== ByteBlock(repeating: UInt8(ascii: "o")))
      .& (fourth .== ByteBlock(repeating: UInt8(ascii: "n")))
      // White space and the bracket are below the digits and the letters.
      .& (fifth .<= ByteBlock(repeating: UInt8(ascii: "(")))
    return isEquiv .| isLocation .| isOpen
  }

  /// Returns true if a page may lead somewhere else at once, by one pass over its bytes. False positives are
  /// possible, false negatives are not. It is asked about every page of a site.
  static func mayRedirect(_ page: Span<UInt8>) -> Bool {
    var search = BlockSearch<Self>()
    while let index = search.next(in: page) {
      if isHit(page, index) { return true }
    }
    return false
  }

  /// Returns true if the text at a hit may lead somewhere else.
  private static func isHit(_ page: Span<UInt8>, _ index: Int) -> Bool {
    switch page[index] {
    case UInt8(ascii: "q"), UInt8(ascii: "Q"):
      guard index >= 6, matches("http-equiv", page, index - 6) else { return false }
      var value = skipSpace(page, index + 4)
      guard value < page.count, page[value] == UInt8(ascii: "=") else { return false }
      value = skipSpace(page, value + 1)
      if value < page.count, page[value] == UInt8(ascii: "\"") || page[value] == UInt8(ascii: "'") {
        value += 1
      }
      guard value < page.count else { return false }
      // Any letter may be written as a character reference.
      return page[value] == UInt8(ascii: "&") || page[value] | 0x20 == UInt8(ascii: "r")
    case UInt8(ascii: "l"):
      guard matches("location", page, index) else { return false }
      let after = skipSpace(page, index + 8)
      guard after < page.count else { return false }
      if isNamedAnew(page, index) { return true }
      // `location = …`, `location.href = …`, `location.replace(…)`, `location.assign(…)`, `location["href"] = …`,
      // `window["location"]`, and whatever a comment or a character reference may hide; the word in prose is none of
      // these, nor is `location.hash` or what reads `location.href`, which every page of some sites does.
      switch page[after] {
      case UInt8(ascii: "["), UInt8(ascii: "/"), UInt8(ascii: "&"): return true
      case UInt8(ascii: "="): return isAssignment(page, after)
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        return after + 1 < page.count && page[after + 1] == UInt8(ascii: "]")
      case UInt8(ascii: "."), UInt8(ascii: "?"):
        let member = skipSpace(page, page[after] == UInt8(ascii: "?") ? after + 2 : after + 1)
        guard member + 2 < page.count else { return false }
        switch (page[member], page[member + 1]) {
        case (UInt8(ascii: "h"), UInt8(ascii: "r")):
          return !matches("href", page, member) || isAssignment(page, skipSpace(page, member + 4))
        case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "a"), UInt8(ascii: "s")),
          (UInt8(ascii: "&"), _), (_, UInt8(ascii: "&")):
          return true
        default: return false
        }
      default: return false
      }
    case UInt8(ascii: "o"):
      guard matches("open", page, index) else { return false }
      let after = skipSpace(page, index + 4)
      guard after < page.count, page[after] == UInt8(ascii: "(") else { return false }
      guard index >= 2 else { return true }
      // `window.open(…)`, `top.open(…)`, and not `request.open(…)`, which more pages have.
      return page[index - 1] == UInt8(ascii: ".")
        ? "wfpts]".utf8.contains(page[index - 2]) : !ScriptLexer.isNamePart(page[index - 1])
    default: return false
    }
  }

  /// The most bytes of a call's arguments in front of `location` that are looked at.
  private static let longestCall = 64

  /// Returns true if `location` gets another name: `l = location;`, `l = window.location`, `})(window, location)`.
  private static func isNamedAnew(_ page: Span<UInt8>, _ index: Int) -> Bool {
    let next = index + 8 < page.count ? page[index + 8] : 0x0A
    guard next <= 0x20 || ";,)}".utf8.contains(next) else { return false }
    var start = index
    if start > 0, page[start - 1] == UInt8(ascii: ".") {
      start -= 1
      while start > 0, ScriptLexer.isNamePart(page[start - 1]) { start -= 1 }
    }
    while start > 0, page[start - 1] <= 0x20 { start -= 1 }
    guard start > 1 else { return false }
    switch page[start - 1] {
    // No comparison, and no attribute.
    case UInt8(ascii: "="): return !"=!<>".utf8.contains(page[start - 2]) && next != UInt8(ascii: ")")
    case UInt8(ascii: "("), UInt8(ascii: ","):
      // The arguments of a function that is called where it stands.
      var bracket = start - 1
      while bracket > 0, start - bracket < longestCall, page[bracket] != UInt8(ascii: "(") { bracket -= 1 }
      return bracket > 0 && ")}".utf8.contains(page[bracket - 1])
    default: return false
    }
  }

  /// Returns true if a value is given to what stands in front of an index, or something hides that.
  private static func isAssignment(_ page: Span<UInt8>, _ index: Int) -> Bool {
    guard index + 1 < page.count else { return false }
    switch page[index] {
    case UInt8(ascii: "="): return page[index + 1] != UInt8(ascii: "=")
    case UInt8(ascii: "/"), UInt8(ascii: "&"): return true
    default: return false
    }
  }

  /// Returns true if `word`, in lower case, stands at an index, in any case of its ASCII letters.
  private static func matches(_ word: StaticString, _ page: Span<UInt8>, _ start: Int) -> Bool {
    guard start + word.utf8CodeUnitCount <= page.count else { return false }
    return word.withUTF8Buffer { word in
      for (offset, letter) in word.enumerated() where page[start + offset] | 0x20 != letter { return false }
      return true
    }
  }

  private static func skipSpace(_ page: Span<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < page.count, page[index] <= 0x20 { index += 1 }
    return index
  }
}
