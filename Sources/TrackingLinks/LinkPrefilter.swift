extension LinkClassifier {
  /// Whether a link may be anything but `.unrelated`, told from the bytes of its start tag alone, before any
  /// of them is decoded. A yes may be wrong, a no never is. What it cannot read at a glance (a character
  /// reference, a tab, a percent sign or a byte of 0x80 and above before the end of the host) is a yes.
  /// - Parameters:
  ///   - rawHref: the value of `href` as it is written, in any ASCII-compatible encoding.
  ///   - rawRel: the value of `rel` as it is written; `nil` where there is none.
  ///   - hasTrackingGroup: whether the tag has a `data-tracking-group`, whatever it says.
  ///   - relativeMayMatter: whether a relative link on this page may lead to a group's host:
  ///     `group(hosting:)` of the page's link base is not `nil`. While the base is not known (`<base href>`
  ///     may follow the link) pass `true`, or ask again when it is known.
  public func mayMatter(
    rawHref: Span<UInt8>, rawRel: Span<UInt8>?, hasTrackingGroup: Bool, relativeMayMatter: Bool
  ) -> Bool {
    if hasTrackingGroup { return true }
    if let rawRel, mayNameGroup(rawRel) { return true }
    return mayLeadToGroup(rawHref, relativeMayMatter)
  }

  private func mayNameGroup(_ raw: Span<UInt8>) -> Bool {
    var start = 0
    for place in 0...raw.count {
      if place < raw.count {
        if raw[place] == UInt8(ascii: "&") { return true }
        if !ASCII.isWhitespace(raw[place]) { continue }
      }
      for name in names where ASCII.equalsIgnoringCase(raw, start..<place, name) { return true }
      start = place + 1
    }
    return false
  }

  private func mayLeadToGroup(_ raw: Span<UInt8>, _ relativeMayMatter: Bool) -> Bool {
    var place = 0
    while place < raw.count, ASCII.isC0ControlOrSpace(raw[place]) {
      // HTML reads NUL as U+FFFD, which is no white space.
      if raw[place] == 0 { return true }
      place += 1
    }
    guard place < raw.count else { return false }
    let first = raw[place]
    if first == UInt8(ascii: "&") { return true }
    if Self.isSlash(first) {
      guard place + 1 < raw.count else { return relativeMayMatter }
      let second = raw[place + 1]
      if Self.isSlash(second) { return mayNameHost(raw, from: place + 2) }
      return relativeMayMatter || second == UInt8(ascii: "&") || ASCII.isTabOrNewline(second)
    }
    guard ASCII.isLetter(first) else { return relativeMayMatter }
    let schemeStart = place
    while place < raw.count, ASCII.isSchemeCharacter(raw[place]) { place += 1 }
    guard place < raw.count else { return relativeMayMatter }
    if raw[place] == UInt8(ascii: "&") || ASCII.isTabOrNewline(raw[place]) { return true }
    guard raw[place] == UInt8(ascii: ":") else { return relativeMayMatter }
    guard Self.isHTTP(raw, schemeStart..<place) else { return false }
    // `https:x` is relative on a page of that scheme and absolute on others.
    return mayNameHost(raw, from: place + 1) || relativeMayMatter
  }

  /// Whether a group's host may stand in the authority that begins at `start`.
  private func mayNameHost(_ raw: Span<UInt8>, from start: Int) -> Bool {
    var hostStart = start
    while hostStart < raw.count, Self.isSlash(raw[hostStart]) { hostStart += 1 }
    var hostEnd: Int?
    var place = hostStart
    scan: while place < raw.count {
      let byte = raw[place]
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        break scan
      case UInt8(ascii: "@"):
        hostStart = place + 1
        hostEnd = nil
      case UInt8(ascii: ":"):
        if hostEnd == nil { hostEnd = place }
      case UInt8(ascii: "&"), UInt8(ascii: "%"), 0x80..., ...0x1F:
        return true
      default:
        break
      }
      place += 1
    }
    var end = hostEnd ?? place
    // White space at the end of the whole value, which the URL parser strips.
    while end > hostStart, raw[end - 1] == 0x20 { end -= 1 }
    if end > hostStart, raw[end - 1] == UInt8(ascii: ".") { end -= 1 }
    for host in hosts where ASCII.equalsIgnoringCase(raw, hostStart..<end, host) { return true }
    return false
  }

  @inline(__always)
  private static func isSlash(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\")
  }

  private static func isHTTP(_ raw: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count == 4 || range.count == 5 else { return false }
    return ASCII.equalsIgnoringCase(raw, range, https) || ASCII.equalsIgnoringCase(raw, range, http)
  }

  private static let http = Array("http".utf8)
  private static let https = Array("https".utf8)
}
