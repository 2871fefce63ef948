package import HTMLLinks

/// A link's value as the URL parser sees it (decoded, stripped at its ends, without tabs and newlines), with
/// the way back to where each byte is written.
package struct LinkText: Sendable {
  package let decoded: DecodedValue

  /// What the URL parser sees.
  package let bytes: [UInt8]

  /// For each of `bytes` its index in `decoded.bytes`; `nil` where nothing was dropped.
  private let places: [Int]?

  /// The query without its `?`, up to the fragment; `nil` where there is no `?` before the fragment.
  package let query: Range<Int>?

  /// Where the fragment's `#` stands, or the end.
  package let fragment: Int

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
    let fragment = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
    self.fragment = fragment
    query = bytes[..<fragment].firstIndex(of: UInt8(ascii: "?")).map { $0 + 1..<fragment }
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
      if place == query.upperBound || bytes[place] == UInt8(ascii: "&") {
        if place > start {
          parameters.append(
            Parameter(name: start..<(equals ?? place), value: equals.map { $0 + 1..<place }))
        }
        start = place + 1
        equals = nil
      } else if bytes[place] == UInt8(ascii: "="), equals == nil {
        equals = place
      }
    }
    return parameters
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
    bytes.indices.filter { bytes[$0] == UInt8(ascii: "&") }.map { index in
      decoded.offsets[place(index) + 1] - decoded.offsets[place(index)] > 1
    }
  }
}
