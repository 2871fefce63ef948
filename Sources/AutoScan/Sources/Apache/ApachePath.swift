/// How httpd takes a request's path, and how it writes one.
enum ApachePath {
  enum Outcome: Equatable {
    case path([UInt8])
    /// httpd refuses the request before any rule is asked.
    case refused(status: Int)
  }

  /// Decodes and normalises (`ap_normalize_path`, `ap_unescape_url`): dot segments are resolved, slashes
  /// merged (`MergeSlashes On`, the default), an encoded slash is not found (`AllowEncodedSlashes Off`, the
  /// default).
  static func decoded(_ path: [UInt8]) -> Outcome {
    var text: [UInt8] = []
    var hasEncodedSlash = false
    var place = 0
    while place < path.count {
      guard path[place] == UInt8(ascii: "%") else {
        text.append(path[place])
        place += 1
        continue
      }
      guard place + 2 < path.count, let high = Bytes.hexDigit(path[place + 1]),
        let low = Bytes.hexDigit(path[place + 2])
      else { return .refused(status: 400) }
      let byte = high << 4 | low
      if byte == UInt8(ascii: "/") || byte == 0 { hasEncodedSlash = true }
      text.append(byte)
      place += 3
    }
    if hasEncodedSlash { return .refused(status: 404) }
    var segments: [ArraySlice<UInt8>] = []
    let written = text.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for (index, segment) in written.enumerated() {
      let isLast = index == written.count - 1
      if segment.elementsEqual([0x2E, 0x2E]) {
        guard !segments.isEmpty else { return .refused(status: 400) }
        segments.removeLast()
        if isLast { segments.append([]) }
      } else if segment.elementsEqual([0x2E]) {
        if isLast { segments.append([]) }
      } else if !segment.isEmpty || isLast {
        segments.append(segment)
      }
    }
    return .path([UInt8(ascii: "/")] + Array(segments.joined(separator: [UInt8(ascii: "/")])))
  }

  /// `ap_os_escape_path`: letters, digits and `$-_.+!*'(),:;@&=/~` stay.
  static func escaped(_ path: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    for byte in path {
      if Bytes.isAlphanumeric(byte) || plain.contains(byte) {
        text.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &text, lowercase: true)
      }
    }
    return text
  }

  private static let plain = [UInt8]("$-_.+!*'(),:;@&=/~")

  /// Where the path of an absolute address begins to be one; `nil` for what is no address of a scheme.
  static func schemeLength(_ text: [UInt8]) -> Int? {
    let lowercased = Bytes.lowercased(Array(text.prefix(12)))
    for scheme in ["http://", "https://", "ftp://", "ws://", "wss://", "mailto:", "news:"]
    where lowercased.starts(with: scheme.utf8) {
      return scheme.utf8.count
    }
    return nil
  }
}
