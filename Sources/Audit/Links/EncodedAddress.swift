internal import AutoTagBytes
internal import AutoTagTracking

/// The number of times that an address in a parameter's value is percent-encoded.
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
  init(_ text: String) { self.init(Array(text.utf8)[...]) }

  /// - Parameter text: the value as it is written.
  init(_ text: ArraySlice<UInt8>) {
    if Self.separates(text) {
      self = .not
    } else if !text.contains(UInt8(ascii: "%")) {
      self = .unclear
    } else {
      let once = PercentEncoding.decode(text.span, text.span.indices)
      if Self.separates(once[...]) {
        self = .once
      } else {
        self = Self.separates(PercentEncoding.decode(once.span, once.indices)[...]) ? .twice : .unclear
      }
    }
  }

  static func decoded(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: PercentEncoding.decode(bytes.span, bytes.indices), as: UTF8.self)
  }

  /// Returns true if an address's own separators stand in the text.
  private static func separates(_ text: ArraySlice<UInt8>) -> Bool {
    text.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
  }
}
