internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagWebURL

/// The functions of WordPress and PHP that its redirect plugins send addresses through (wp-includes/formatting.php,
/// pluggable.php; WordPress 6.1).
enum WordPressText {
  /// `wp_sanitize_redirect`: what is left of a `Location`.
  static func redirect(_ text: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    for byte in text {
      if byte == 0x20 || byte >= 0x80 {
        URLEncoding.appendEncoded(byte, to: &kept)
      } else if ASCII.isAlphanumeric(byte) || "-~+_.?#=&;,/:%!*[]()@".utf8.contains(byte) {
        kept.append(byte)
      }
    }
    return withoutLineEnds(kept)
  }

  /// Deletes `%0d` and `%0a` until none is left.
  private static func withoutLineEnds(_ text: [UInt8]) -> [UInt8] {
    deleting(from: text) { $0 == 0x0D || $0 == 0x0A }
  }

  /// `esc_url_raw`, for the addresses that plugins store: what is no part of an address is deleted.
  static func url(_ text: [UInt8]) -> [UInt8] {
    let trimmed = text.drop { ASCII.isSpace($0) }
    var kept: [UInt8] = []
    kept.reserveCapacity(trimmed.count)
    for byte in trimmed {
      if byte == 0x20 {
        kept += [UInt8]("%20")
      } else if byte >= 0x80 || ASCII.isAlphanumeric(byte)
        || "-~+_.?#=!&;,/:%@$|*'()[]".utf8.contains(byte)
      {
        kept.append(byte)
      }
    }
    // Brackets are for the host of an IPv6 address alone.
    let scheme = ["https://", "http://"].first { kept.starts(with: $0.utf8) }?.utf8.count ?? 0
    let host = kept[scheme...].firstIndex { "/?#".utf8.contains($0) } ?? kept.count
    return kept[..<host]
      + kept[host...].flatMap { byte -> [UInt8] in
        byte == UInt8(ascii: "[") ? [UInt8]("%5B") : byte == UInt8(ascii: "]") ? [UInt8]("%5D") : [byte]
      }
  }

  /// `sanitize_text_field`: white space in one piece, no `%XX`. Tags, which it strips too, are in no address that a
  /// browser sends.
  static func field(_ text: [UInt8]) -> [UInt8] {
    let plain = deleting(from: text) { _ in true }
    return Array(plain.split(separator: 0x20).joined(separator: [0x20]))
  }

  /// Deletes the percent-encoded bytes of a kind until none is left: what remains of two may be a third.
  private static func deleting(from text: [UInt8], _ isKind: (UInt8) -> Bool) -> [UInt8] {
    guard text.contains(UInt8(ascii: "%")) else { return text }
    var kept: [UInt8] = []
    kept.reserveCapacity(text.count)
    for byte in text {
      kept.append(byte)
      if kept.count > 2, kept[kept.count - 3] == UInt8(ascii: "%"),
        let high = ASCII.hexDigit(kept[kept.count - 2]), let low = ASCII.hexDigit(byte),
        isKind(high << 4 | low)
      {
        kept.removeLast(3)
      }
    }
    return kept
  }

  /// `urldecode`: `+` is a space.
  static func formDecoded(_ text: some Collection<UInt8>) -> [UInt8] {
    URLEncoding.decoded(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 })
  }

  /// `urlencode`.
  static func formEncoded(_ text: [UInt8]) -> [UInt8] {
    var encoded: [UInt8] = []
    for byte in text {
      if byte == 0x20 {
        encoded.append(UInt8(ascii: "+"))
      } else if ASCII.isWordCharacter(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
        encoded.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &encoded)
      }
    }
    return encoded
  }

  /// `html_entity_decode`: a reference ends with a semicolon.
  static func entitiesDecoded(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(UInt8(ascii: "&")) else { return text }
    var decoded: [UInt8] = []
    var rest = text[...]
    while let byte = rest.first {
      let name = rest.dropFirst().prefix(32).prefix { ASCII.isAlphanumeric($0) || $0 == UInt8(ascii: "#") }
      let end = name.endIndex
      if byte == UInt8(ascii: "&"), !name.isEmpty, end < rest.endIndex, rest[end] == UInt8(ascii: ";") {
        decoded += CharacterReferences.decode(Array(rest[...end]).span).bytes
        rest = rest[(end + 1)...]
      } else {
        decoded.append(byte)
        rest.removeFirst()
      }
    }
    return decoded
  }

  /// The path with one slash at its beginning: WordPress itself leads `//x` to `/x` (`redirect_canonical`).
  static func withOneSlash(_ path: [UInt8]) -> [UInt8] {
    [0x2F] + path.drop { $0 == 0x2F }
  }
}
