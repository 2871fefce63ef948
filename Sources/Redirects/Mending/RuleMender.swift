internal import AutoTagBytes

/// Proposes changes of the rules of one file after which they may hand a query on.
protocol RuleMender {
  /// Returns the changes that may help a rule, the likeliest first; none for a rule that is certain to hand a query on.
  /// - Parameter subid: the name of the parameter that is to arrive.
  func proposals(for rule: RedirectRule, subid: String) -> [RuleProposal]
}

/// A file by its bytes, of which a leading byte-order mark is no text.
struct MarkedText {
  /// Without the mark.
  let text: [UInt8]
  /// The bytes of the mark.
  let markCount: Int

  init(_ file: [UInt8]) {
    text = ByteText.withoutMark(file)
    markCount = file.count - text.count
  }

  /// Returns an edit of the file.
  /// - Parameter range: of `text`.
  func edit(_ range: Range<Int>, _ replacement: [UInt8]) -> Edit {
    Edit(range: range.lowerBound + markCount..<range.upperBound + markCount, replacement: replacement)
  }

  /// The end of the file's lines.
  var lineEnd: [UInt8] {
    guard let first = text.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return [0x0A] }
    if text[first] == 0x0A { return [0x0A] }
    return first + 1 < text.count && text[first + 1] == 0x0A ? [0x0D, 0x0A] : [0x0D]
  }
}
