internal import AutoTagText

/// Text of a source as messages show it: short, printable, and without tokens.
enum QuotedInput {
  private static let longest = 60

  static func of(_ bytes: some Sequence<UInt8>) -> String { "“\(plain(bytes))”" }

  /// The order and the advertiser of a line, as far as it names them.
  static func subject(order: some Collection<UInt8>, advertiser: some Collection<UInt8>) -> [String] {
    (order.isEmpty ? [] : ["order \(plain(order))"]) + (advertiser.isEmpty ? [] : [plain(advertiser)])
  }

  /// Parts in brackets, for the end of a message; nothing where there are none.
  static func bracketed(_ parts: [String]) -> String {
    parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  static func plain(_ bytes: some Sequence<UInt8>) -> String {
    let text = HiddenTokens.masked(String(decoding: Array(bytes.prefix(4096)), as: UTF8.self))
    return PrintableText.of(text.count > longest ? text.prefix(longest - 1) + "…" : text)
  }
}
