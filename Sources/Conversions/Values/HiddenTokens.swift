internal import AutoTagBytes

/// The token of a report's address, which "should be kept as securely as your username and password" (Rakuten's help): it is
/// taken out of every text of a source that leaves this module, whatever column, message or file name it stands in.
package enum HiddenTokens {
  /// Returns the text with “…” for what stands behind each `token=`, however that is spelled.
  package static func masked(_ text: String) -> String {
    let bytes = Array(text.utf8)
    guard bytes.contains(where: { isSign($0) || $0 == UInt8(ascii: "%") }) else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      guard let value = valueStart(bytes[index...]) else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += bytes[index..<value]
      result += "…".utf8
      index = value
      while index < bytes.count, bytes[index] > 0x20, !"&;#,\"'<>".utf8.contains(bytes[index]) { index += 1 }
    }
    return result.text
  }

  private static func isSign(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }

  /// Returns the index of the value where a text begins with `token=`, `token%3D`, `token": "` or the like.
  private static func valueStart(_ text: ArraySlice<UInt8>) -> Int? {
    guard let first = text.first, ASCII.lowercased(first) == UInt8(ascii: "t"),
      ASCII.lowercased(Array(text.prefix(5))).elementsEqual("token".utf8)
    else { return nil }
    var rest = text.dropFirst(5)
    rest = skipping(rest)
    guard let sign = rest.first else { return nil }
    if isSign(sign) {
      rest = rest.dropFirst()
    } else {
      // Encoded once or more often.
      guard sign == UInt8(ascii: "%") else { return nil }
      rest = rest.dropFirst()
      while rest.starts(with: "25".utf8) { rest = rest.dropFirst(2) }
      guard ["3d", "3a"].contains(ASCII.lowercased(Array(rest.prefix(2))).text) else { return nil }
      rest = rest.dropFirst(2)
    }
    return skipping(rest).startIndex
  }

  /// Leaves out white space, quotes and what escapes them.
  private static func skipping(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var rest = text
    while let byte = rest.first {
      if byte == 0x20 || "\"'\\".utf8.contains(byte) {
        rest = rest.dropFirst()
      } else if rest.starts(with: "%22".utf8) || rest.starts(with: "%20".utf8) {
        rest = rest.dropFirst(3)
      } else {
        break
      }
    }
    return rest
  }
}
