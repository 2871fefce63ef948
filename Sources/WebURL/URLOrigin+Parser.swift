internal import AutoTagBytes

/// The basic URL parser of the WHATWG URL standard (https://url.spec.whatwg.org/, as of June 2026) up to the end of the
/// host and the port, which is as far as a URL can be invalid. Each state is a function named for it; it is given the text
/// stripped at its ends and free of tabs and newlines.
extension URLOrigin {
  /// Parses a URL.
  /// - Parameters:
  ///   - text: the URL in UTF-8, such as an `href` with its character references decoded.
  ///   - base: what a relative URL is relative to; without it a relative URL is invalid.
  /// - Returns: `nil` when the URL is invalid, that is when a browser makes no request for it.
  package init?(_ text: Span<UInt8>, relativeTo base: URLOrigin? = nil) {
    let range = ASCII.strippedRange(text)
    let parsed: URLOrigin?
    if ASCII.holdsTabOrNewline(text) {
      let clean = range.compactMap { ASCII.isTabOrNewline(text[$0]) ? nil : text[$0] }
      parsed = Self.parse(clean.span, relativeTo: base)
    } else {
      parsed = Self.parse(text.extracting(range), relativeTo: base)
    }
    guard let parsed else { return nil }
    self = parsed
  }

  /// Parses a URL, as `init(_:relativeTo:)` does.
  package init?(_ text: String, relativeTo base: URLOrigin? = nil) {
    self.init(text.utf8Span.span, relativeTo: base)
  }

  private static func parse(_ text: Span<UInt8>, relativeTo base: URLOrigin?) -> URLOrigin? {
    guard let colon = schemeEnd(text) else {
      guard let base else { return nil }
      if base.hasOpaquePath { return text.count > 0 && text[0] == UInt8(ascii: "#") ? base : nil }
      return base.scheme == "file" ? file(text, from: 0, base) : relative(text, from: 0, to: base)
    }
    // A literal costs no allocation and is compared at once.
    let scheme = ASCII.equals(text, 0..<colon, "https") ? "https" : ASCII.lowercasedText(text, 0..<colon)
    let rest = colon + 1
    if scheme == "file" { return file(text, from: rest, base) }
    if isSpecial(scheme) {
      if let base, base.scheme == scheme { return relative(text, from: rest, to: base) }
      return authority(text, from: afterSlashes(text, rest), scheme)
    }
    if isSlash(text, rest, special: false), isSlash(text, rest + 1, special: false) {
      return authority(text, from: rest + 2, scheme)
    }
    return URLOrigin(scheme: scheme, host: nil, hasOpaquePath: !isSlash(text, rest, special: false))
  }

  /// The index of the colon after the scheme; `nil` when the text does not begin with a scheme.
  package static func schemeEnd(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, ASCII.isLetter(text[0]) else { return nil }
    var index = 1
    while index < text.count, ASCII.isSchemeCharacter(text[index]) { index += 1 }
    return index < text.count && text[index] == UInt8(ascii: ":") ? index : nil
  }

  private static func relative(_ text: Span<UInt8>, from start: Int, to base: URLOrigin) -> URLOrigin? {
    let special = isSpecial(base.scheme)
    guard isSlash(text, start, special: special), isSlash(text, start + 1, special: special) else {
      return base
    }
    return authority(text, from: special ? afterSlashes(text, start) : start + 2, base.scheme)
  }

  private static func authority(_ text: Span<UInt8>, from start: Int, _ scheme: String) -> URLOrigin? {
    let special = isSpecial(scheme)
    let end = authorityEnd(text, from: start, special: special)
    var hostStart = start
    var colon: Int?
    var isInsideBrackets = false
    for index in start..<end {
      switch text[index] {
      case UInt8(ascii: "@"):
        hostStart = index + 1
        colon = nil
        isInsideBrackets = false
      case UInt8(ascii: "["): isInsideBrackets = true
      case UInt8(ascii: "]"): isInsideBrackets = false
      case UInt8(ascii: ":"): if !isInsideBrackets, colon == nil { colon = index }
      default: break
      }
    }
    let hasUserinfo = hostStart > start
    let hasPort = colon != nil
    let hostEnd = colon ?? end
    if hostEnd == hostStart, special || hasUserinfo || hasPort { return nil }
    if hasPort, !isPort(text, hostEnd + 1..<end) { return nil }
    guard let host = Host(text.extracting(hostStart..<hostEnd), special: special) else { return nil }
    return URLOrigin(scheme: scheme, host: host)
  }

  private static func isPort(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var port = 0
    for index in range {
      guard ASCII.isDigit(text[index]) else { return false }
      port = port * 10 + Int(text[index] &- 0x30)
      if port > 65535 { return false }
    }
    return true
  }

  private static func file(_ text: Span<UInt8>, from start: Int, _ base: URLOrigin?) -> URLOrigin? {
    guard isSlash(text, start, special: true), isSlash(text, start + 1, special: true) else {
      return URLOrigin(scheme: "file", host: base?.scheme == "file" ? base?.host : .empty)
    }
    let hostStart = start + 2
    let end = authorityEnd(text, from: hostStart, special: true)
    // `file://c:/x`: a Windows drive letter is the path's.
    let isDriveLetter =
      end - hostStart == 2 && ASCII.isLetter(text[hostStart])
      && (text[hostStart + 1] == UInt8(ascii: ":") || text[hostStart + 1] == UInt8(ascii: "|"))
    if end == hostStart || isDriveLetter { return URLOrigin(scheme: "file", host: .empty) }
    guard let host = Host(text.extracting(hostStart..<end), special: true) else { return nil }
    return URLOrigin(scheme: "file", host: host == .domain("localhost") ? .empty : host)
  }

  /// Returns true if the standard calls the scheme special: it has a host that is a domain or an address, and `\`
  /// means `/` in it.
  private static func isSpecial(_ scheme: String) -> Bool {
    switch scheme {
    case "https", "http", "ws", "wss", "ftp", "file": true
    default: false
    }
  }

  private static func isSlash(_ text: Span<UInt8>, _ index: Int, special: Bool) -> Bool {
    guard index < text.count else { return false }
    return text[index] == UInt8(ascii: "/") || special && text[index] == UInt8(ascii: "\\")
  }

  private static func afterSlashes(_ text: Span<UInt8>, _ start: Int) -> Int {
    var index = start
    while isSlash(text, index, special: true) { index += 1 }
    return index
  }

  private static func authorityEnd(_ text: Span<UInt8>, from start: Int, special: Bool) -> Int {
    var index = start
    while index < text.count, !isSlash(text, index, special: special), text[index] != UInt8(ascii: "?"),
      text[index] != UInt8(ascii: "#")
    { index += 1 }
    return index
  }
}
