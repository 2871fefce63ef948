internal import AutoTagBytes
internal import AutoTagWebURL

/// How nginx takes a request's path, and how it writes one.
enum NginxPath {
  /// Decodes and normalises (`ngx_http_parse_complex_uri`): an encoded slash and encoded dots count as such,
  /// slashes are merged (`merge_slashes on`, the default).
  /// - Returns: `nil` where nginx answers 400 before any rule is asked.
  static func decoded(_ path: [UInt8]) -> [UInt8]? {
    var hasNull = false
    let text = RequestPath.percentDecoded(path) { if $0 == 0 { hasNull = true } }
    return hasNull ? nil : text.flatMap(RequestPath.normalized)
  }

  /// `ngx_escape_uri` with NGX_ESCAPE_ARGS.
  static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for byte in bytes {
      if byte <= 0x20 || byte >= 0x7F || special.contains(byte) {
        URLEncoding.appendEncoded(byte, to: &text)
      } else {
        text.append(byte)
      }
    }
    return text
  }

  private static let special = [UInt8]("#%&+;?")

  /// `ngx_unescape_uri` with NGX_UNESCAPE_REDIRECT: what needs no encoding is decoded, up to the query.
  static func unescapedForRedirect(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      if byte == UInt8(ascii: "?") { return text + bytes[place...] }
      guard byte == UInt8(ascii: "%") else {
        text.append(byte)
        place += 1
        continue
      }
      guard place + 1 < bytes.count else { break }
      guard let high = ASCII.hexDigit(bytes[place + 1]) else {
        // The percent sign goes, what follows it stays.
        text.append(bytes[place + 1])
        place += 2
        continue
      }
      guard place + 2 < bytes.count else { break }
      guard let low = ASCII.hexDigit(bytes[place + 2]) else {
        place += 3
        continue
      }
      let decoded = high << 4 | low
      place += 3
      if decoded == UInt8(ascii: "?") { return text + [decoded] + bytes[place...] }
      if decoded > UInt8(ascii: "%"), decoded < 0x7F {
        text.append(decoded)
      } else {
        text += bytes[(place - 3)..<place]
      }
    }
    return text
  }
}
