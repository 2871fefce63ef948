internal import AutoTagBytes

/// One of a query's parameters, as ranges of the text that holds the query.
package struct QueryParameter: Sendable, Hashable {
  package let name: Range<Int>

  /// The range from behind the first `=` to the parameter's end; `nil` where there is no `=`.
  package let value: Range<Int>?

  /// Name, `=` and value.
  package var whole: Range<Int> { name.lowerBound..<(value?.upperBound ?? name.upperBound) }
}

/// The parameters of a query in their order, as they are written: separated by `&`, the empty ones passed over
/// (URL standard, section 5.1).
///
/// A cursor without a reference to the text: a span cannot be stored, and a copy would cost more than the split.
package struct QueryParameters {
  private var start: Int
  private let end: Int

  /// - Parameter query: the range of the query without its `?`.
  package init(_ query: Range<Int>) {
    start = query.lowerBound
    end = query.upperBound
  }

  /// - Parameter text: the same bytes at every call.
  /// - Returns: the next parameter; `nil` behind the last one.
  package mutating func next(in text: Span<UInt8>) -> QueryParameter? {
    while start < end, text[start] == UInt8(ascii: "&") { start += 1 }
    guard start < end else { return nil }
    let first = start
    var equals: Int?
    while start < end, text[start] != UInt8(ascii: "&") {
      if text[start] == UInt8(ascii: "="), equals == nil { equals = start }
      start += 1
    }
    return QueryParameter(name: first..<(equals ?? start), value: equals.map { $0 + 1..<start })
  }
}
