internal import AutoTagBytes
package import AutoTagHTML

/// A link's value as the URL parser sees it (decoded, stripped at its ends, without tabs and newlines), with
/// the way back to where each byte is written.
package struct LinkText: Sendable {
  package let decoded: DecodedValue

  /// What the URL parser sees.
  package let bytes: [UInt8]

  /// For each of `bytes` its index in `decoded.bytes`; `nil` where nothing was dropped.
  private let places: [Int]?

  /// The template code, as ranges of `bytes`. Its marks are no part of the link: no `?`, `&`, `=` or `#` in it counts.
  package let code: TemplateCode

  /// `bytes` with the template code blanked out.
  package let plain: [UInt8]

  /// The query without its `?`, up to the fragment; `nil` where there is no `?` before the fragment.
  package let query: Range<Int>?

  /// Where the fragment's `#` stands, or the end.
  package let fragment: Int

  /// The byte that stands for each of template code in `plain`: none of a URL.
  private static let blank: UInt8 = 0

  package init(_ decoded: DecodedValue) {
    self.decoded = decoded
    let stripped = ASCII.strippedRange(decoded.bytes.span)
    if stripped.count == decoded.bytes.count, !decoded.bytes.contains(where: ASCII.isTabOrNewline) {
      bytes = decoded.bytes
      places = nil
    } else {
      var bytes: [UInt8] = []
      var places: [Int] = []
      for place in stripped where !ASCII.isTabOrNewline(decoded.bytes[place]) {
        bytes.append(decoded.bytes[place])
        places.append(place)
      }
      self.bytes = bytes
      self.places = places
    }
    if TemplateCode.mayStand(in: decoded.bytes.span) {
      (code, plain) = Self.code(of: decoded, as: bytes, places)
    } else {
      code = TemplateCode()
      plain = bytes
    }
    let fragment = plain.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
    self.fragment = fragment
    query = plain[..<fragment].firstIndex(of: UInt8(ascii: "?")).map { $0 + 1..<fragment }
  }

  private static func code(
    of decoded: DecodedValue, as bytes: [UInt8], _ places: [Int]?
  ) -> (TemplateCode, plain: [UInt8]) {
    // What a character reference stands for is no mark of code.
    var written = decoded.bytes
    for offset in written.indices where !decoded.isWritten(offset) { written[offset] = blank }
    var code = TemplateCode(in: written.span)
    if let places { code = code.mapped { Self.count(of: places, below: $0) } }
    var plain = bytes
    for piece in code.pieces {
      for offset in piece.range { plain[offset] = blank }
    }
    return (code, plain)
  }

  /// Counts the places below a limit.
  /// - Parameter places: ascending.
  private static func count(of places: [Int], below limit: Int) -> Int {
    var (low, high) = (0, places.count)
    while low < high {
      let middle = (low + high) / 2
      if places[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The index in `decoded.bytes` of one of `bytes`.
  private func place(_ index: Int) -> Int { places?[index] ?? index }

  /// One of the query's parameters: ranges of `bytes`.
  package struct Parameter: Sendable {
    package let name: Range<Int>
    /// Behind the first `=`; `nil` where there is none.
    package let value: Range<Int>?
  }

  package var parameters: [Parameter] {
    guard let query else { return [] }
    var parameters: [Parameter] = []
    var start = query.lowerBound
    var equals: Int?
    for place in query.lowerBound...query.upperBound {
      if place == query.upperBound || plain[place] == UInt8(ascii: "&") {
        if place > start {
          parameters.append(
            Parameter(name: start..<(equals ?? place), value: equals.map { $0 + 1..<place }))
        }
        start = place + 1
        equals = nil
      } else if plain[place] == UInt8(ascii: "="), equals == nil {
        equals = place
      }
    }
    return parameters
  }

  /// Tells whether template code stands in a range.
  package func hasCode(in range: Range<Int>) -> Bool {
    !code.isEmpty && plain[range].contains(Self.blank)
  }

  /// The range of `decoded.bytes` that holds a range of `bytes`. An empty one is right behind the byte
  /// before it, so that what is inserted there comes before white space that the URL parser drops.
  package func decodedRange(_ range: Range<Int>) -> Range<Int> {
    if range.isEmpty {
      let place = range.lowerBound > 0 ? place(range.lowerBound - 1) + 1 : 0
      return place..<place
    }
    return place(range.lowerBound)..<place(range.upperBound - 1) + 1
  }

  /// How the value writes its ampersands, in order: `true` for a character reference, `false` for `&`.
  var ampersandsAreReferences: [Bool] {
    bytes.indices.filter { plain[$0] == UInt8(ascii: "&") }.map { index in
      decoded.offsets[place(index) + 1] - decoded.offsets[place(index)] > 1
    }
  }
}

// MARK: Template code

extension LinkText {
  /// The reason why nobody can tell where a parameter can be added to the query; `nil` where it goes behind all template
  /// code that stands in front of the fragment.
  var obstacleToAddition: TemplateObstacle? {
    // `<` and the new `?` would be a mark.
    if query == nil, let last = decoded.bytes[..<decodedRange(fragment..<fragment).lowerBound].indices.last,
      decoded.bytes[last] == UInt8(ascii: "<"), decoded.isWritten(last)
    {
      return .cut
    }
    guard let first = code.pieces.first else { return nil }
    if code.isCut { return .cut }
    // The fragment begins before anything that is not known.
    if first.range.lowerBound > fragment { return nil }
    return isQueryUncertain ? .decides : nil
  }

  /// `true` where code may write the `?`, or leave it or the `#` out.
  var isQueryUncertain: Bool {
    guard let query else { return true }
    let uncertain = code.uncertain
    return uncertain.contains(query.lowerBound - 1) || uncertain.contains(fragment)
  }

  /// Returns the offsets at which a name begins that may be a parameter's or not: code may have written what separates it
  /// from the text in front, or the rest of it.
  func starts(ofNameBesideCode name: [UInt8]) -> [Int] {
    guard let first = code.pieces.first, first.range.lowerBound < fragment else { return [] }
    let separators = query.map { $0.lowerBound - 1 } ?? first.range.upperBound
    return (1..<max(1, fragment)).filter { start in
      let isBehindCode = plain[start - 1] == Self.blank
      let isSeparated =
        plain[start - 1] == UInt8(ascii: "&") && start > separators || start == query?.lowerBound
      guard isBehindCode || isSeparated, plain[start..<fragment].starts(with: name) else { return false }
      let end = start + name.count
      if end < fragment, plain[end] == Self.blank { return true }
      return (isBehindCode || query == nil)
        && (end == fragment || plain[end] == UInt8(ascii: "=") || plain[end] == UInt8(ascii: "&"))
    }
  }

  /// Returns the value of the parameter whose name ends at an offset; `nil` where no `=` follows.
  func value(behindName end: Int) -> Range<Int>? {
    guard end < fragment, plain[end] == UInt8(ascii: "=") else { return nil }
    return end + 1..<(plain[end..<fragment].firstIndex(of: UInt8(ascii: "&")) ?? fragment)
  }

  /// Tells whether a parameter's value is a text, with nothing behind it but code that need not print anything.
  func says(_ text: String, in value: Range<Int>) -> Bool {
    guard bytes[value].starts(with: text.utf8) else { return false }
    var end = value.lowerBound + text.utf8.count
    for piece in code.pieces where !code.isCut && piece.mayBranch && piece.range.lowerBound == end {
      end = piece.range.upperBound
    }
    return end == value.upperBound
  }

  /// Tells whether code in a range may begin or end a block.
  func hasCodeThatMayBranch(in range: Range<Int>) -> Bool {
    code.pieces.contains { $0.mayBranch && range.overlaps($0.range) }
  }
}

extension DecodedValue {
  /// Tells whether a byte stands in the written value as it is, and not as a character reference.
  fileprivate func isWritten(_ offset: Int) -> Bool { offsets[offset + 1] - offsets[offset] == 1 }
}
