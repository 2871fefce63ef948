internal import AutoTagText

/// Text of a source as messages show it: short, printable, and without tokens.
enum QuotedInput {
  private static let longest = 60

  static func of(_ bytes: some Sequence<UInt8>) -> String { "“\(plain(bytes))”" }

  static func plain(_ bytes: some Sequence<UInt8>) -> String {
    let text = HiddenTokens.masked(String(decoding: Array(bytes.prefix(4096)), as: UTF8.self))
    return PrintableText.of(text.count > longest ? text.prefix(longest - 1) + "…" : text)
  }
}
