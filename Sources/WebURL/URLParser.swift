internal import AutoTagBytes

/// The states of the WHATWG URL standard's basic URL parser, each a function named for it. The text is
/// already stripped at its ends and free of tabs and newlines.
package enum URLParser {
  static func parse(_ text: Span<UInt8>, relativeTo base: WebURL?) -> WebURL? {
    guard let colon = schemeEnd(text) else {
      guard let base else { return nil }
      if base.hasOpaquePath { return text.count > 0 && text[0] == UInt8(ascii: "#") ? base : nil }
      return base.scheme == "file" ? file(text, from: 0, base) : relative(text, from: 0, to: base)
    }
    let scheme = ASCII.lowercasedText(text, 0..<colon)
    let rest = colon + 1
    if scheme == "file" { return file(text, from: rest, base) }
    if isSpecial(scheme) {
      if let base, base.scheme == scheme { return relative(text, from: rest, to: base) }
      return authority(text, from: afterSlashes(text, rest), scheme)
    }
    if isSlash(text, rest, special: false), isSlash(text, rest + 1, special: false) {
      return authority(text, from: rest + 2, scheme)
    }
    return WebURL(scheme: scheme, host: nil, hasOpaquePath: !isSlash(text, rest, special: false))
  }

  /// Where the colon after the scheme stands; `nil` when the text does not begin with a scheme.
  package static func schemeEnd(_ text: Span<UInt8>) -> Int? {
    guard text.count > 0, ASCII.isLetter(text[0]) else { return nil }
    var place = 1
    while place < text.count, ASCII.isSchemeCharacter(text[place]) { place += 1 }
    return place < text.count && text[place] == UInt8(ascii: ":") ? place : nil
  }

  private static func relative(_ text: Span<UInt8>, from start: Int, to base: WebURL) -> WebURL? {
    let special = isSpecial(base.scheme)
    guard isSlash(text, start, special: special), isSlash(text, start + 1, special: special) else {
      return base
    }
    return authority(text, from: special ? afterSlashes(text, start) : start + 2, base.scheme)
  }

  private static func authority(_ text: Span<UInt8>, from start: Int, _ scheme: String) -> WebURL? {
    let special = isSpecial(scheme)
    let end = authorityEnd(text, from: start, special: special)
    var hostStart = start
    for place in start..<end where text[place] == UInt8(ascii: "@") { hostStart = place + 1 }
    let hasUserinfo = hostStart > start

    var hostEnd = hostStart
    var insideBrackets = false
    while hostEnd < end, insideBrackets || text[hostEnd] != UInt8(ascii: ":") {
      if text[hostEnd] == UInt8(ascii: "[") { insideBrackets = true }
      if text[hostEnd] == UInt8(ascii: "]") { insideBrackets = false }
      hostEnd += 1
    }
    let hasPort = hostEnd < end
    if hostEnd == hostStart, special || hasUserinfo || hasPort { return nil }
    if hasPort, !isPort(text, hostEnd + 1..<end) { return nil }
    guard let host = WebURL.Host(text.extracting(hostStart..<hostEnd), special: special) else { return nil }
    return WebURL(scheme: scheme, host: host)
  }

  private static func isPort(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var port = 0
    for place in range {
      guard ASCII.isDigit(text[place]) else { return false }
      port = port * 10 + Int(text[place] &- 0x30)
      if port > 65535 { return false }
    }
    return true
  }

  private static func file(_ text: Span<UInt8>, from start: Int, _ base: WebURL?) -> WebURL? {
    guard isSlash(text, start, special: true), isSlash(text, start + 1, special: true) else {
      return WebURL(scheme: "file", host: base?.scheme == "file" ? base?.host : .empty)
    }
    let hostStart = start + 2
    let end = authorityEnd(text, from: hostStart, special: true)
    // `file://c:/x`: a Windows drive letter is the path's.
    let isDriveLetter =
      end - hostStart == 2 && ASCII.isLetter(text[hostStart])
      && (text[hostStart + 1] == UInt8(ascii: ":") || text[hostStart + 1] == UInt8(ascii: "|"))
    if end == hostStart || isDriveLetter { return WebURL(scheme: "file", host: .empty) }
    guard let host = WebURL.Host(text.extracting(hostStart..<end), special: true) else { return nil }
    return WebURL(scheme: "file", host: host == .domain("localhost") ? .empty : host)
  }

  /// Whether the standard calls the scheme special: it has a host that is a domain or an address, and `\`
  /// means `/` in it.
  static func isSpecial(_ scheme: String) -> Bool {
    switch scheme {
    case "https", "http", "ws", "wss", "ftp", "file": true
    default: false
    }
  }

  private static func isSlash(_ text: Span<UInt8>, _ place: Int, special: Bool) -> Bool {
    guard place < text.count else { return false }
    return text[place] == UInt8(ascii: "/") || special && text[place] == UInt8(ascii: "\\")
  }

  private static func afterSlashes(_ text: Span<UInt8>, _ start: Int) -> Int {
    var place = start
    while isSlash(text, place, special: true) { place += 1 }
    return place
  }

  private static func authorityEnd(_ text: Span<UInt8>, from start: Int, special: Bool) -> Int {
    var place = start
    while place < text.count, !isSlash(text, place, special: special), text[place] != UInt8(ascii: "?"),
      text[place] != UInt8(ascii: "#")
    { place += 1 }
    return place
  }
}
