internal import AutoTagBytes

extension LinkClassifier {
  /// Whether a link may be anything but `.unrelated`, told from the bytes of its start tag alone, before any
  /// of them is decoded. A yes may be wrong, a no never is. What it cannot read at a glance (a character
  /// reference, template code, a tab, a percent sign or a byte of 0x80 and above before the end of the host) is
  /// a yes.
  /// - Parameters:
  ///   - rawHref: the value of `href` as it is written, in any ASCII-compatible encoding.
  ///   - rawRel: the value of `rel` as it is written; `nil` where there is none.
  ///   - hasTrackingGroup: whether the tag has a `data-tracking-group`, whatever it says.
  ///   - relativeMayMatter: whether a relative link on this page may lead to a group's host:
  ///     `group(hosting:)` of the page's link base is not `nil`. While the base is not known (`<base href>`
  ///     may follow the link) pass `true`, or ask again when it is known.
  package func mayMatter(
    rawHref: Span<UInt8>, rawRel: Span<UInt8>?, hasTrackingGroup: Bool, relativeMayMatter: Bool
  ) -> Bool {
    if hasTrackingGroup { return true }
    if let rawRel, mayNameGroup(rawRel, from: 0, upTo: .bytesEnd) { return true }
    return mayLeadToGroup(rawHref, from: 0, upTo: .bytesEnd, relativeMayMatter)
  }

  /// A value that is longer than this before it can be told is a yes. It bounds the time that a page takes
  /// whose values overlap, as in `rel=rel=rel=…`.
  private static let longestLook = 512

  /// Whether a word of the value that begins at `start` may be a group's name.
  func mayNameGroup(_ raw: Span<UInt8>, from start: Int, upTo end: ValueEnd) -> Bool {
    var wordStart = start
    var place = start
    while place < raw.count, !end.isEnd(raw[place]) {
      let byte = raw[place]
      if byte == UInt8(ascii: "&") || place - start > Self.longestLook { return true }
      if ASCII.isWhitespace(byte) {
        if isName(raw, wordStart..<place) { return true }
        wordStart = place + 1
      }
      place += 1
    }
    return isName(raw, wordStart..<place)
  }

  private func isName(_ raw: Span<UInt8>, _ word: Range<Int>) -> Bool {
    for name in names where ASCII.equalsIgnoringCase(raw, word, name) { return true }
    return false
  }

  /// Whether the URL that is written from `start` on may have a group's host.
  func mayLeadToGroup(
    _ raw: Span<UInt8>, from start: Int, upTo end: ValueEnd, _ relativeMayMatter: Bool
  ) -> Bool {
    func isInside(_ place: Int) -> Bool { place < raw.count && !end.isEnd(raw[place]) }
    var place = start
    while isInside(place), ASCII.isC0ControlOrSpace(raw[place]) {
      // HTML reads NUL as U+FFFD, which is no white space.
      if raw[place] == 0 || place - start > Self.longestLook { return true }
      place += 1
    }
    guard isInside(place) else { return false }
    let first = raw[place]
    if first == UInt8(ascii: "&") { return true }
    if Self.isSlash(first) {
      guard isInside(place + 1) else { return relativeMayMatter }
      let second = raw[place + 1]
      if Self.isSlash(second) { return mayNameHost(raw, from: place + 2, upTo: end) }
      return relativeMayMatter || second == UInt8(ascii: "&") || ASCII.isTabOrNewline(second)
    }
    guard ASCII.isLetter(first) else { return relativeMayMatter }
    let schemeStart = place
    while isInside(place), ASCII.isSchemeCharacter(raw[place]) { place += 1 }
    guard isInside(place) else { return relativeMayMatter }
    if raw[place] == UInt8(ascii: "&") || ASCII.isTabOrNewline(raw[place]) { return true }
    guard raw[place] == UInt8(ascii: ":") else { return relativeMayMatter }
    guard Self.isHTTP(raw, schemeStart..<place) else { return false }
    // `https:x` is relative on a page of that scheme and absolute on others.
    return mayNameHost(raw, from: place + 1, upTo: end) || relativeMayMatter
  }

  /// Whether a group's host may stand in the authority that begins at `start`.
  private func mayNameHost(_ raw: Span<UInt8>, from start: Int, upTo valueEnd: ValueEnd) -> Bool {
    var hostStart = start
    while hostStart < raw.count, Self.isSlash(raw[hostStart]) { hostStart += 1 }
    var hostEnd: Int?
    var place = hostStart
    scan: while place < raw.count, !valueEnd.isEnd(raw[place]) {
      if place - start > Self.longestLook { return true }
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
    if letsAddressesThrough, hostStart < raw.count, Self.mayBeAddress(raw[hostStart]) { return true }
    // White space at the end of the whole value, which the URL parser strips.
    while end > hostStart, raw[end - 1] == 0x20 { end -= 1 }
    if end > hostStart, raw[end - 1] == UInt8(ascii: ".") { end -= 1 }
    for host in hosts where hostStart + host.count <= end {
      let hostEnd = hostStart + host.count
      guard hostEnd == end || Self.isBeforeCode(hostEnd, in: raw, upTo: end) else { continue }
      if ASCII.equalsIgnoringCase(raw, hostStart..<hostEnd, host) { return true }
    }
    return false
  }

  /// Tells whether template code may begin where a host ends, or behind its dot.
  @inline(__always)
  private static func isBeforeCode(_ hostEnd: Int, in raw: Span<UInt8>, upTo end: Int) -> Bool {
    var next = hostEnd
    if raw[next] == UInt8(ascii: ".") { next += 1 }
    return next < end && (raw[next] == UInt8(ascii: "{") || raw[next] == UInt8(ascii: "<"))
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
