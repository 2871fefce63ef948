internal import AutoTagBytes
internal import AutoTagWebURL

/// The reading and writing of a request's path by nginx.
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
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "?") { return text + bytes[index...] }
      guard byte == UInt8(ascii: "%") else {
        text.append(byte)
        index += 1
        continue
      }
      guard index + 1 < bytes.count else { break }
      guard let high = ASCII.hexDigit(bytes[index + 1]) else {
        // The percent sign goes, what follows it stays.
        text.append(bytes[index + 1])
        index += 2
        continue
      }
      guard index + 2 < bytes.count else { break }
      guard let low = ASCII.hexDigit(bytes[index + 2]) else {
        index += 3
        continue
      }
      let decoded = high << 4 | low
      index += 3
      if decoded == UInt8(ascii: "?") { return text + [decoded] + bytes[index...] }
      if decoded > UInt8(ascii: "%"), decoded < 0x7F {
        text.append(decoded)
      } else {
        text += bytes[(index - 3)..<index]
      }
    }
    return text
  }
}
