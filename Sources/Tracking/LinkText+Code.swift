internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagWebURL

/// The questions that template code in a link raises: where a parameter can be added, and what may be one.
extension LinkText {
  /// The reason why nobody can tell where a parameter can be added to the query; `nil` where it goes behind all template
  /// code that stands in front of the fragment.
  var obstacleToAddition: TemplateObstacle? {
    // `<` and the new `?` would be a mark.
    let end = fragment.lowerBound
    if query == nil, let last = decoded.bytes[..<decodedRange(end..<end).lowerBound].indices.last,
      decoded.bytes[last] == UInt8(ascii: "<"), decoded.isWritten(last)
    {
      return .cut
    }
    guard let first = code.pieces.first else { return nil }
    if code.isCut { return .cut }
    // The fragment begins before anything that is not known.
    if first.range.lowerBound > end { return nil }
    return isQueryUncertain ? .decides : nil
  }

  /// `true` where code may write the `?`, or leave it or the `#` out.
  var isQueryUncertain: Bool {
    guard let query else { return true }
    let uncertain = code.uncertain
    return uncertain.contains(query.lowerBound - 1) || uncertain.contains(fragment.lowerBound)
  }

  /// Returns the indices at which a name begins that may be a parameter's or not: code may have written what separates it
  /// from the text in front, or the rest of it.
  func starts(ofNameBesideCode name: [UInt8]) -> [Int] {
    let limit = fragment.lowerBound
    guard let first = code.pieces.first, first.range.lowerBound < limit else { return [] }
    let separators = query.map { $0.lowerBound - 1 } ?? first.range.upperBound
    return (1..<max(1, limit)).filter { start in
      let isBehindCode = plain[start - 1] == Self.blank
      let isSeparated =
        plain[start - 1] == UInt8(ascii: "&") && start > separators || start == query?.lowerBound
      guard isBehindCode || isSeparated, plain[start..<limit].starts(with: name) else { return false }
      let end = start + name.count
      if end < limit, plain[end] == Self.blank { return true }
      return (isBehindCode || query == nil)
        && (end == limit || plain[end] == UInt8(ascii: "=") || plain[end] == UInt8(ascii: "&"))
    }
  }

  /// Returns the value of the parameter whose name ends at an index; `nil` where no `=` follows.
  func value(behindName end: Int) -> Range<Int>? {
    let limit = fragment.lowerBound
    guard end < limit, plain[end] == UInt8(ascii: "=") else { return nil }
    var rest = QueryParameters(end..<limit)
    return rest.next(in: plain.span)?.value
  }

  /// Returns true if a parameter's value is a text, with nothing behind it but code that need not print anything.
  func says(_ text: String, in value: Range<Int>) -> Bool {
    guard bytes[value].starts(with: text.utf8) else { return false }
    var end = value.lowerBound + text.utf8.count
    for piece in code.pieces where !code.isCut && piece.mayBranch && piece.range.lowerBound == end {
      end = piece.range.upperBound
    }
    return end == value.upperBound
  }

  /// Returns true if code in a range may begin or end a block.
  func hasCodeThatMayBranch(in range: Range<Int>) -> Bool {
    code.pieces.contains { $0.mayBranch && range.overlaps($0.range) }
  }
}
