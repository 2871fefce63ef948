/// Tells from a page's bytes alone, in one pass and without parsing, whether any of its links may be anything
/// but `.unrelated`. A yes may be wrong, a no never is: most pages of most sites hold no affiliate link and
/// need no more than this.
///
/// It rests on the names of attributes being written as they are, never with character references. So it
/// looks at each `href`, `rel` and `data-tracking-group` that is followed by a value, wherever it stands: in
/// a tag, a comment, a script or in text. `<base href>` is one of them: a page whose base leads to a group's
/// host is a yes by that. An attribute without a value names nothing and leads nowhere.
public struct PagePrefilter: Sendable {
  private let classifier: LinkClassifier
  private let relativeLinksMayMatter: Bool
  /// Whether a `data-tracking-group` matters whatever it names.
  private let anyGroupNameMatters: Bool

  /// - Parameters:
  ///   - classifier: the one that the page's links are going to be classified with.
  ///   - relativeLinksMayMatter: whether a relative link may lead to a group's host without a `<base href>`,
  ///     as on a site whose own host is a group's.
  ///   - anyGroupNameMatters: whether a page is a yes by any `data-tracking-group`, also one that names no group.
  public init(classifier: LinkClassifier, relativeLinksMayMatter: Bool, anyGroupNameMatters: Bool = false) {
    self.classifier = classifier
    self.anyGroupNameMatters = anyGroupNameMatters
    self.relativeLinksMayMatter = relativeLinksMayMatter
  }

  /// - Parameter page: the page in UTF-8 or another ASCII-compatible encoding.
  public func mayHoldLink(_ page: Span<UInt8>) -> Bool {
    ByteSearch.containsEqualsSign(in: page) { equals in
      mayMatter(attributeWith: equals, in: page)
    }
  }

  @inline(__always)
  private func mayMatter(attributeWith equals: Int, in page: Span<UInt8>) -> Bool {
    var nameEnd = equals
    while nameEnd > 0, ASCII.isWhitespace(page[nameEnd - 1]) { nameEnd -= 1 }
    guard nameEnd > 0 else { return false }
    switch page[nameEnd - 1] | 0x20 {
    case UInt8(ascii: "f"):
      guard Self.isName("href", endingAt: nameEnd, in: page) else { return false }
      let (start, end) = Self.value(behind: equals, in: page)
      return classifier.mayLeadToGroup(page, from: start, upTo: end, relativeLinksMayMatter)
    case UInt8(ascii: "l"):
      guard Self.isName("rel", endingAt: nameEnd, in: page) else { return false }
    case UInt8(ascii: "p"):
      guard Self.isName("data-tracking-group", endingAt: nameEnd, in: page) else { return false }
      if anyGroupNameMatters { return true }
    default:
      return false
    }
    let (start, end) = Self.value(behind: equals, in: page)
    return classifier.mayNameGroup(page, from: start, upTo: end)
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

  /// Where the value starts and what ends it (HTML standard, sections 13.2.5.35 to 13.2.5.38).
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
