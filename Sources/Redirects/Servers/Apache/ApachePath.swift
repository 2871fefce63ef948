internal import AutoTagBytes
internal import AutoTagWebURL

/// The reading and writing of a request's path by httpd.
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
    var isRefused = false
    let text = RequestPath.percentDecoded(path) { byte in
      if byte == UInt8(ascii: "/") || byte == 0 { isRefused = true }
    }
    guard let text else { return .refused(status: 400) }
    if isRefused { return .refused(status: 404) }
    guard let path = RequestPath.normalized(text) else { return .refused(status: 400) }
    return .path(path)
  }

  /// `ap_os_escape_path`: letters, digits and `$-_.+!*'(),:;@&=/~` stay.
  static func escaped(_ path: some Sequence<UInt8>) -> [UInt8] {
    var text: [UInt8] = []
    for byte in path {
      if ASCII.isAlphanumeric(byte) || plain.contains(byte) {
        text.append(byte)
      } else {
        URLEncoding.appendEncoded(byte, to: &text, lowercase: true)
      }
    }
    return text
  }

  private static let plain = [UInt8]("$-_.+!*'(),:;@&=/~")

  /// Returns the offset at which the path of an absolute address begins to be one; `nil` for what is no address of a
  /// scheme.
  static func schemeLength(_ text: [UInt8]) -> Int? {
    let lowercased = ASCII.lowercased(Array(text.prefix(12)))
    for scheme in ["http://", "https://", "ftp://", "ws://", "wss://", "mailto:", "news:"]
    where lowercased.starts(with: scheme.utf8) {
      return scheme.utf8.count
    }
    return nil
  }
}
