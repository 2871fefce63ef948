internal import AutoTagBytes

extension LinkClassifier {
  /// Returns true if a link may be anything but `.unrelated`, told from the bytes of its start tag alone, before any
  /// of them is decoded. A yes may be wrong, a no never is. What it cannot read at a glance (a character
  /// reference, template code, a tab, a percent sign or a byte of 0x80 and above before the end of the host) is
  /// a yes.
  /// - Parameters:
  ///   - rawHref: the value of `href` as it is written, in any ASCII-compatible encoding.
  ///   - rawRel: the value of `rel` as it is written; `nil` where there is none.
  ///   - hasTrackingGroup: `true` where the tag has a `data-tracking-group`, whatever it says.
  ///   - relativeMayMatter: `true` where a relative link on this page may lead to a group's host:
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

  /// Returns true if a word of the value that begins at `start` may be a group's name.
  func mayNameGroup(_ raw: Span<UInt8>, from start: Int, upTo end: ValueEnd) -> Bool {
    var wordStart = start
    var index = start
    while index < raw.count, !end.isEnd(raw[index]) {
      let byte = raw[index]
      if byte == UInt8(ascii: "&") || index - start > Self.longestLook { return true }
      if ASCII.isWhitespace(byte) {
        if isName(raw, wordStart..<index) { return true }
        wordStart = index + 1
      }
      index += 1
    }
    return isName(raw, wordStart..<index)
  }

  private func isName(_ raw: Span<UInt8>, _ word: Range<Int>) -> Bool {
    for name in names where ASCII.equalsIgnoringCase(raw, word, name) { return true }
    return false
  }

  /// Returns true if the URL that is written from `start` on may have a group's host.
  ///
  /// Inlined so that what ends the value is decided once and not for each byte.
  @inline(__always)
  func mayLeadToGroup(
    _ raw: Span<UInt8>, from start: Int, upTo end: ValueEnd, _ relativeMayMatter: Bool
  ) -> Bool {
    func isInside(_ index: Int) -> Bool { index < raw.count && !end.isEnd(raw[index]) }
    var index = start
    while isInside(index), ASCII.isC0ControlOrSpace(raw[index]) {
      // HTML reads NUL as U+FFFD, which is no white space.
      if raw[index] == 0 || index - start > Self.longestLook { return true }
      index += 1
    }
    guard isInside(index) else { return false }
    let first = raw[index]
    if first == UInt8(ascii: "&") { return true }
    if Self.isSlash(first) {
      guard isInside(index + 1) else { return relativeMayMatter }
      let second = raw[index + 1]
      if Self.isSlash(second) { return mayNameHost(raw, from: index + 2, upTo: end) }
      return relativeMayMatter || second == UInt8(ascii: "&") || ASCII.isTabOrNewline(second)
        || beginsHost(second) && beginsWithHost(raw, from: index + 1)
        || first == UInt8(ascii: "\\") && mayNameHostLater(raw, from: index, upTo: end)
    }
    guard ASCII.isLetter(first) else {
      return relativeMayMatter || Self.isStray(first) && mayNameHostLater(raw, from: index, upTo: end)
        || first == UInt8(ascii: ".") && isInside(index + 1) && ASCII.isLetter(raw[index + 1])
          && mayNameHostLater(raw, from: index, upTo: end)
    }
    let schemeStart = index
    while isInside(index), ASCII.isSchemeCharacter(raw[index]) { index += 1 }
    guard isInside(index) else { return relativeMayMatter }
    if raw[index] == UInt8(ascii: "&") || ASCII.isTabOrNewline(raw[index]) { return true }
    guard raw[index] == UInt8(ascii: ":") else {
      let mayBeScheme =
        first | 0x20 == UInt8(ascii: "h")
        || raw[index] == UInt8(ascii: "/") && isInside(index + 1) && raw[index + 1] == UInt8(ascii: "/")
      return relativeMayMatter || beginsHost(first) && beginsWithHost(raw, from: schemeStart)
        || mayBeScheme && mayNameHostLater(raw, from: schemeStart, upTo: end)
    }
    // Of another scheme, or a misspelt one.
    guard Self.isHTTP(raw, schemeStart..<index) else {
      return mayNameHostLater(raw, from: schemeStart, upTo: end)
    }
    // `https:x` is relative on a page of that scheme and absolute on others.
    if relativeMayMatter || mayNameHost(raw, from: index + 1, upTo: end) { return true }
    // A second scheme, or white space, where the host should be.
    while isInside(index), !ASCII.isAlphanumeric(raw[index]), raw[index] > 0x20 { index += 1 }
    return isInside(index) && (raw[index] | 0x20 == UInt8(ascii: "h") || raw[index] <= 0x20)
      && mayNameHostLater(raw, from: index, upTo: end)
  }

  // MARK: Addresses that are written wrong

  /// Returns true if a relative link that begins with a byte may be an address without its scheme.
  @inline(__always)
  func beginsHost(_ first: UInt8) -> Bool { hostStarts >> UInt32(first & 31) & 1 != 0 }

  /// The bits of the bytes with which hosts begin, of each the lower five bits: those of a letter are the same in both cases.
  static func starts(of hosts: [[UInt8]]) -> UInt32 {
    hosts.reduce(0) { bits, host in bits | (host.first.map { 1 << UInt32($0 & 31) } ?? 0) }
  }

  private func beginsWithHost(_ raw: Span<UInt8>, from start: Int) -> Bool {
    hosts.contains { host in
      start + host.count <= raw.count && ASCII.equalsIgnoringCase(raw, start..<start + host.count, host)
    }
  }

  /// Returns true for what stands in front of an address that was copied with its surroundings, and begins no path:
  /// quotes of all kinds, brackets, stray punctuation.
  @inline(__always)
  static func isStray(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x80..., UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "("),
      UInt8(ascii: "["), UInt8(ascii: "<"), UInt8(ascii: "*"), UInt8(ascii: "|"), UInt8(ascii: ":"),
      UInt8(ascii: ";"), UInt8(ascii: "%"), UInt8(ascii: ","):
      true
    default: false
    }
  }

  /// The bytes in front of a host that a misspelt scheme and its surroundings may take.
  private static let longestFront = 48

  /// Returns true if a host stands in a value that no browser takes for an address of it: `AddressSearch.fault` tells what
  /// it is.
  private func mayNameHostLater(_ raw: Span<UInt8>, from start: Int, upTo end: ValueEnd) -> Bool {
    var index = start
    // What white space or a quote ends is no longer a part of the value.
    while index < raw.count, index - start <= Self.longestFront, !end.isEnd(raw[index]) {
      // The address of a mailbox.
      if raw[index] == UInt8(ascii: "@") { return false }
      if beginsHost(raw[index]), beginsWithHost(raw, from: index) { return true }
      index += 1
    }
    return false
  }

  /// Returns true if a group's host may stand in the authority that begins at `start`.
  @inline(__always)
  func mayNameHost(_ raw: Span<UInt8>, from start: Int, upTo valueEnd: ValueEnd) -> Bool {
    var hostStart = start
    while hostStart < raw.count, Self.isSlash(raw[hostStart]) { hostStart += 1 }
    var hostEnd: Int?
    var index = hostStart
    scan: while index < raw.count {
      let byte = raw[index]
      // Nearly every byte of a host. None of them ends a value.
      if ASCII.isAlphanumeric(byte) || byte == UInt8(ascii: ".") {
        index += 1
        continue
      }
      if valueEnd.isEnd(byte) { break }
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        break scan
      case UInt8(ascii: "@"):
        hostStart = index + 1
        hostEnd = nil
      case UInt8(ascii: ":"):
        if hostEnd == nil { hostEnd = index }
      case UInt8(ascii: "&"), UInt8(ascii: "%"), 0x80..., ...0x1F:
        return true
      default:
        break
      }
      index += 1
      if index - start > Self.longestLook { return true }
    }
    return isHost(raw, hostStart..<(hostEnd ?? index))
  }

  /// Returns true if a group's host may stand in the range of an authority's host.
  private func isHost(_ raw: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let start = range.lowerBound
    var end = range.upperBound
    if letsAddressesThrough, start < raw.count, Self.mayBeAddress(raw[start]) { return true }
    // White space at the end of the whole value, which the URL parser strips.
    while end > start, raw[end - 1] == 0x20 { end -= 1 }
    if end > start, raw[end - 1] == UInt8(ascii: ".") { end -= 1 }
    for host in hosts where start + host.count <= end {
      let hostEnd = start + host.count
      guard hostEnd == end || Self.isBeforeCode(hostEnd, in: raw, upTo: end) else { continue }
      if ASCII.equalsIgnoringCase(raw, start..<hostEnd, host) { return true }
    }
    return false
  }

  /// Returns true if template code may begin where a host ends, or behind its dot.
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

/// The end of an attribute value as it is written, besides the end of the bytes.
enum ValueEnd {
  /// Nothing does: the bytes are the value.
  case bytesEnd
  /// The quote that it began with.
  case quote(UInt8)
  /// White space or `>`.
  case unquoted

  @inline(__always)
  func isEnd(_ byte: UInt8) -> Bool {
    switch self {
    case .bytesEnd: false
    case .quote(let quote): byte == quote
    case .unquoted: byte == UInt8(ascii: ">") || ASCII.isWhitespace(byte)
    }
  }
}
