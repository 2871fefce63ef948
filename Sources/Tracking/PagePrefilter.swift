internal import AutoTagBytes
internal import AutoTagHTML

/// A filter that tells from a page's bytes alone, in one pass and without parsing, whether any of its links may be
/// anything but `.unrelated`. A yes may be wrong, a no never is: most pages of most sites hold no affiliate link and
/// need no more than this.
///
/// It rests on the names of attributes being written as they are, never with character references. So it
/// looks at each `href`, `rel` and `data-tracking-group` that is followed by a value, wherever it stands: in
/// a tag, a comment, a script or in text. `<base href>` is one of them: a page whose base leads to a group's
/// host is a yes by that. An attribute without a value names nothing and leads nowhere.
package struct PagePrefilter: Sendable {
  private let classifier: LinkClassifier
  private let also: Also

  /// Attributes that matter besides those that name a group or one of its hosts.
  package struct Also: OptionSet, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Relative links, without a `<base href>` too: the site's own host is a group's.
    package static let relativeLinks = Also(rawValue: 1)
    /// Each `data-tracking-group`, whatever it names.
    package static let anyGroupName = Also(rawValue: 2)
    /// A `data-tracking-group` that nearly names a group.
    package static let misspeltGroupName = Also(rawValue: 4)
  }

  /// - Parameter classifier: the one that the page's links are going to be classified with.
  package init(classifier: LinkClassifier, also: Also = []) {
    self.classifier = classifier
    self.also = also
  }

  /// - Parameter page: the page in UTF-8 or another ASCII-compatible encoding.
  package func mayHoldLink(_ page: Span<UInt8>) -> Bool {
    var equalsSigns = BlockSearch<EqualsSigns>()
    while let equals = equalsSigns.next(in: page) {
      if mayMatter(attributeWith: equals, in: page) { return true }
    }
    return false
  }

  /// Returns true if any `href` of a page is one that `isMatch` says yes to, wherever it stands, or the page may have a
  /// `<base>`, by which links lead elsewhere than they say.
  /// - Parameter isMatch: given the value as it is written.
  package static func mayHoldHref(_ page: Span<UInt8>, where isMatch: (Span<UInt8>) -> Bool) -> Bool {
    var equalsSigns = BlockSearch<EqualsSigns>()
    while let equals = equalsSigns.next(in: page) {
      var nameEnd = equals
      while nameEnd > 0, ASCII.isWhitespace(page[nameEnd - 1]) { nameEnd -= 1 }
      guard isName("href", endingAt: nameEnd, in: page) else { continue }
      let (start, end) = value(behind: equals, in: page)
      var index = start
      while index < page.count, !end.isEnd(page[index]) { index += 1 }
      if isMatch(page.extracting(start..<index)) { return true }
    }
    return BaseTags.mayStand(in: page)
  }

  @inline(__always)
  private func mayMatter(attributeWith equals: Int, in page: Span<UInt8>) -> Bool {
    var nameEnd = equals
    while nameEnd > 0, ASCII.isWhitespace(page[nameEnd - 1]) { nameEnd -= 1 }
    guard nameEnd >= 4 else { return nameEnd == 3 && mayMatter(nameEndingAt: nameEnd, equals, in: page) }
    // The last four letters of a name in one number, in lower case.
    let letters =
      page.bytes.unsafeLoadUnaligned(fromByteOffset: nameEnd - 4, as: UInt32.self) | 0x2020_2020
    if letters == Self.href {
      let (start, end) = Self.value(behind: equals, in: page)
      let relativeLinksMayMatter = also.contains(.relativeLinks)
      if !relativeLinksMayMatter {
        if isPlainlyRelative(from: start, in: page) { return false }
        if let host = Self.host(behindSchemeAt: start, in: page) {
          return classifier.mayNameHost(page, from: host, upTo: end)
        }
      }
      return classifier.mayLeadToGroup(page, from: start, upTo: end, relativeLinksMayMatter)
    }
    return mayMatter(nameEndingAt: nameEnd, equals, in: page)
  }

  /// The same for a name that is not `href`.
  @inline(__always)
  private func mayMatter(nameEndingAt nameEnd: Int, _ equals: Int, in page: Span<UInt8>) -> Bool {
    switch page[nameEnd - 1] | 0x20 {
    case UInt8(ascii: "l"):
      guard Self.isName("rel", endingAt: nameEnd, in: page) else { return false }
    case UInt8(ascii: "p"):
      guard Self.isName("data-tracking-group", endingAt: nameEnd, in: page) else { return false }
      if also.contains(.anyGroupName) { return true }
      if also.contains(.misspeltGroupName), mayBeMisspelt(valueBehind: equals, in: page) { return true }
    default:
      return false
    }
    let (start, end) = Self.value(behind: equals, in: page)
    return classifier.mayNameGroup(page, from: start, upTo: end)
  }

  /// Returns true if a value is nearly the name of a group.
  private func mayBeMisspelt(valueBehind equals: Int, in page: Span<UInt8>) -> Bool {
    let (start, end) = Self.value(behind: equals, in: page)
    var value: [UInt8] = []
    var index = start
    while index < page.count, !end.isEnd(page[index]) {
      // A character reference, or more than a name.
      if page[index] == UInt8(ascii: "&") || value.count == Self.longestName { return true }
      value.append(page[index])
      index += 1
    }
    let words = ASCII.strippedRange(value.span)
    return NearestName.of(
      String(decoding: value[words], as: UTF8.self), among: classifier.groups.map(\.name)) != nil
  }

  private static let longestName = 64

  private static var href: UInt32 { UInt32(littleEndian: 0x6665_7268) }

  /// Returns true if the value that starts here names no host, by its first two bytes, or its first block where it begins with
  /// a letter: nearly every link of a site is told by them. No web address begins with a letter other than `h`, and what is
  /// no letter, slash, white space or character reference begins a path, a query or a fragment.
  @inline(__always)
  private func isPlainlyRelative(from start: Int, in page: Span<UInt8>) -> Bool {
    guard start + 1 < page.count else { return false }
    switch page[start] {
    case ...0x20, UInt8(ascii: "&"), UInt8(ascii: "h"), UInt8(ascii: "H"), UInt8(ascii: "\\"): return false
    case UInt8(ascii: "/"):
      switch page[start + 1] {
      case ...0x20, UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "&"): return false
      case let second: return !classifier.beginsHost(second)
      }
    case UInt8(ascii: "."): return !ASCII.isLetter(page[start + 1])
    case let first where ASCII.isLetter(first):
      return !classifier.beginsHost(first) && !mayHaveScheme(from: start, in: page)
    case let first: return !classifier.beginsHost(first) && !LinkClassifier.isStray(first)
    }
  }

  /// Returns the start of the host of a value that begins with `https://`, written right, as most links to other sites do; `nil`
  /// also for a host that may be a second scheme.
  @inline(__always)
  private static func host(behindSchemeAt start: Int, in page: Span<UInt8>) -> Int? {
    let host = start &+ SecureScheme.length
    guard SecureScheme.stands(at: start, in: page), host < page.count, ASCII.isAlphanumeric(page[host]),
      page[host] | 0x20 != UInt8(ascii: "h")
    else { return nil }
    return host
  }

  /// Returns true if a colon or two slashes stand in the first block of a value, or behind its end there: no other value has a
  /// scheme, misspelt ones included.
  @inline(__always)
  private func mayHaveScheme(from start: Int, in page: Span<UInt8>) -> Bool {
    guard start + 17 <= page.count else { return true }
    let bytes = page.bytes
    let block = bytes.unsafeBlock(at: start)
    let slash = ByteBlock(repeating: UInt8(ascii: "/"))
    let hits =
      (block .== ByteBlock(repeating: UInt8(ascii: ":")))
      .| ((block .== slash) .& (bytes.unsafeBlock(at: start &+ 1) .== slash))
    return ByteBlock.bits(hits) != 0
  }

  @inline(__always)
  private static func isName(_ name: StaticString, endingAt end: Int, in page: Span<UInt8>) -> Bool {
    let start = end - name.utf8CodeUnitCount
    guard start >= 0 else { return false }
    return name.withUTF8Buffer { name in
      for (offset, byte) in name.enumerated() where ASCII.lowercased(page[start + offset]) != byte {
        return false
      }
      return true
    }
  }

  /// The start of the value and what ends it (HTML standard, sections 13.2.5.35 to 13.2.5.38).
  @inline(__always)
  private static func value(behind equals: Int, in page: Span<UInt8>) -> (start: Int, end: ValueEnd) {
    var start = equals + 1
    while start < page.count, ASCII.isWhitespace(page[start]) { start += 1 }
    guard start < page.count else { return (start, .unquoted) }
    let first = page[start]
    if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return (start + 1, .quote(first)) }
    return (start, .unquoted)
  }
}

// MARK: Patterns

/// An `=` that can end the name of `href`, `rel` or `data-tracking-group`: right before it stands the name's last
/// letter in either case, or white space. Hardly any other `=` of a page does, `class=` and `id=` least of all.
private enum EqualsSigns: BytePattern {
  static var before: Int { 1 }
  static var behind: Int { 0 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ index: Int) -> SIMDMask<SIMD16<Int8>> {
    let space = ByteBlock(repeating: 0x20)
    let last = page.unsafeBlock(at: index &- 1)
    let letter = last | space
    let isEnd =
      (letter .== ByteBlock(repeating: UInt8(ascii: "f")))
      .| (letter .== ByteBlock(repeating: UInt8(ascii: "l")))
      .| (letter .== ByteBlock(repeating: UInt8(ascii: "p"))) .| (last .<= space)
    return (page.unsafeBlock(at: index) .== ByteBlock(repeating: UInt8(ascii: "="))) .& isEnd
  }
}

/// The start of `<base`, in any case of its letters.
private enum BaseTags: BytePattern {
  static var before: Int { 0 }
  static var behind: Int { 4 }

  @inline(__always)
  static func hits(_ page: RawSpan, _ index: Int) -> SIMDMask<SIMD16<Int8>> {
    let space = ByteBlock(repeating: 0x20)
    return (page.unsafeBlock(at: index) .== ByteBlock(repeating: UInt8(ascii: "<")))
      .& (page.unsafeBlock(at: index &+ 1) | space .== ByteBlock(repeating: UInt8(ascii: "b")))
      .& (page.unsafeBlock(at: index &+ 2) | space .== ByteBlock(repeating: UInt8(ascii: "a")))
      .& (page.unsafeBlock(at: index &+ 3) | space .== ByteBlock(repeating: UInt8(ascii: "s")))
      .& (page.unsafeBlock(at: index &+ 4) | space .== ByteBlock(repeating: UInt8(ascii: "e")))
  }

  /// Returns true if a `<base>` may stand in a page, told by its letters alone.
  static func mayStand(in page: Span<UInt8>) -> Bool {
    var search = BlockSearch<Self>()
    return search.next(in: page) != nil
  }
}
