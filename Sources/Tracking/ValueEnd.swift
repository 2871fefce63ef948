internal import AutoTagBytes

/// What ends an attribute value as it is written, besides the end of the bytes.
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
