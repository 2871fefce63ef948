internal import TrackingLinks

/// How often an address that is a parameter's value is percent-encoded.
enum EncodedAddress {
  /// It stands there as it is: `https://shop.example/`, and also `https%3A//shop.example/`.
  case not
  /// `https%3A%2F%2Fshop.example%2F`.
  case once
  /// `https%253A%252F%252Fshop.example%252F`.
  case twice
  /// It is no address, or has nothing in it that would have to be encoded.
  case unclear

  /// - Parameter text: the value as it is written.
  init(_ text: String) {
    if Self.separates(text) {
      self = .not
      return
    }
    let decoded = Self.decoded(text)
    if Self.separates(decoded) {
      self = .once
    } else if decoded != text, Self.separates(Self.decoded(decoded)) {
      self = .twice
    } else {
      self = .unclear
    }
  }

  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: PercentEncoding.decode(bytes.span, bytes.indices), as: UTF8.self)
  }

  /// Whether an address's own separators stand in the text.
  private static func separates(_ text: String) -> Bool {
    text.utf8.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
  }
}
