internal import AutoTagBytes
internal import AutoTagText

/// The judgement about the u1 of a sale.
struct SubidJudge: Sendable {
  /// The click-id tokens, of which nothing but the letters and digits matters, in lower case.
  private let tokens: Set<[UInt8]>
  /// A bit for each number of letters and digits that a token has.
  private let tokenLengths: UInt64

  /// Characters that Rakuten takes at most ("up to 72 alphanumeric characters").
  private static let longest = 72

  /// - Parameter tokens: the texts that a tag replaces by a click id, such as `--CLICK-ID--`.
  init(tokens: [String]) {
    self.tokens = Set(tokens.map { Self.core($0.utf8) }.filter { !$0.isEmpty })
    tokenLengths = self.tokens.reduce(0) { $0 | Self.bit($1.count) }
  }

  /// Numbers of 63 and more share a bit.
  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(length, 63)) }

  private static func core(_ text: some Sequence<UInt8>) -> [UInt8] {
    text.filter(ASCII.isAlphanumeric).map(ASCII.lowercased)
  }

  /// Returns the fault of a u1; `nil` for one that may name a click.
  func fault(_ text: Span<UInt8>, _ range: Range<Int>) -> ConversionCode? {
    guard !range.isEmpty else { return .subidMissing }
    var plain = 0
    var odd = 0
    for index in range {
      let byte = text[unchecked: index]
      if ASCII.isAlphanumeric(byte) {
        plain += 1
      } else if byte != UInt8(ascii: "_") && byte != UInt8(ascii: "-") && byte != UInt8(ascii: "/") {
        odd += 1
      }
    }
    // Nearly all are a click's id.
    let begin = text[unchecked: range.lowerBound]
    if odd == 0, tokenLengths & Self.bit(plain) == 0, range.count <= Self.longest,
      !ASCII.isDigit(begin) || plain == range.count, !Self.mayBeNothing(begin, range.count)
    {
      return nil
    }
    return slowFault(Array(copying: text, range))
  }

  private func slowFault(_ text: [UInt8]) -> ConversionCode? {
    let decoded = Self.decoded(text)
    if tokens.contains(Self.core(decoded)), decoded.allSatisfy({ $0 < 0x80 }) { return .subidPlaceholder }
    if Self.isPlaceholder(decoded) { return .subidPlaceholder }
    let word = String(decoding: decoded, as: UTF8.self)
    if PersonalData(word) != nil { return .subidPersonal }
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    let isMalformed =
      scalars.count > Self.longest || scalars.contains { $0.properties.isWhitespace || Self.isControl($0) }
    return isMalformed ? .subidMalformed : nil
  }

  /// The words that programs write for want of a value.
  private static let nothing: Set<[UInt8]> = Set(["null", "undefined"].map { Array($0.utf8) })

  private static func mayBeNothing(_ begin: UInt8, _ count: Int) -> Bool {
    count == 4 && begin | 0x20 == UInt8(ascii: "n") || count == 9 && begin | 0x20 == UInt8(ascii: "u")
  }

  /// True for the place of a value that nothing filled in: a name in brackets, such as `<u1>`, `{payout}`, `${id}` and `[TRANS_ID]`,
  /// or a word for no value.
  private static func isPlaceholder(_ text: [UInt8]) -> Bool {
    if nothing.contains(text.map(ASCII.lowercased)) { return true }
    let name = text.first == UInt8(ascii: "$") ? text[1...] : text[...]
    guard name.count > 2, let first = name.first, let last = name.last else { return false }
    switch (first, last) {
    case (UInt8(ascii: "<"), UInt8(ascii: ">")), (UInt8(ascii: "{"), UInt8(ascii: "}")),
      (UInt8(ascii: "["), UInt8(ascii: "]")):
      return true
    default: return false
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || 0x7F...0x9F ~= scalar.value
  }

  /// Percent-decoded until nothing changes; what was encoded more often than three times nobody meant.
  private static func decoded(_ text: [UInt8]) -> [UInt8] {
    var text = text
    for _ in 0..<3 where text.contains(UInt8(ascii: "%")) {
      text = PercentEncoding.decode(text.span, text.indices)
    }
    return text
  }
}
