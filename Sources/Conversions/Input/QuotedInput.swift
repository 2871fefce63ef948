internal import AutoTagText

/// Text of a source as messages show it: short, printable, and without the token of a report's address, which "should be
/// kept as securely as your username and password" (Rakuten's help).
enum QuotedInput {
  private static let longest = 60

  static func of(_ bytes: some Sequence<UInt8>) -> String { "“\(plain(bytes))”" }

  static func plain(_ bytes: some Sequence<UInt8>) -> String {
    let text = withoutTokens(String(decoding: Array(bytes.prefix(4096)), as: UTF8.self))
    return PrintableText.of(text.count > longest ? text.prefix(longest - 1) + "…" : text)
  }

  /// Returns the text with what stands behind each `token=` taken out, however that is spelled.
  static func withoutTokens(_ text: String) -> String {
    let names = ["token=", "token%3d", "token\":", "token:"]
    let lower = Array(text.lowercased().utf8)
    let bytes = Array(text.utf8)
    // Letters that change their length in lower case stand in no address.
    guard lower.count == bytes.count else {
      return names.contains { text.lowercased().contains($0) } ? "…" : text
    }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let name = names.first { lower[index...].starts(with: $0.utf8) }
      guard let name else {
        result.append(bytes[index])
        index += 1
        continue
      }
      result += bytes[index..<index + name.utf8.count]
      result += "…".utf8
      index += name.utf8.count
      while index < bytes.count, bytes[index] > 0x20, !"&;#,".utf8.contains(bytes[index]) { index += 1 }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
