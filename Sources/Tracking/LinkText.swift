internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagWebURL

/// A link as it is written, cut into the parts that a browser's URL parser sees: character references decoded, without
/// white space at the ends, tabs and newlines. Each part has the way back to where the page shows it.
///
/// The parts are ranges of `bytes`. What only the audit asks for is found when it is asked for.
package struct LinkText: Sendable {
  /// The bytes that the URL parser sees.
  package let bytes: [UInt8]

  /// The template code, as ranges of `bytes`. Its marks are no part of the link: no `?`, `&`, `=` or `#` in it counts.
  package let code: TemplateCode

  /// `bytes` with the template code blanked out.
  package let plain: [UInt8]

  /// The query without its `?`, up to the fragment; `nil` where there is no `?` before the fragment.
  package let query: Range<Int>?

  /// The fragment from its `#` on; empty, at the end, where there is none.
  package let fragment: Range<Int>

  /// The value, decoded.
  let decoded: DecodedValue

  /// For each of `bytes` its index in `decoded.bytes`; `nil` where nothing was dropped.
  private let indices: [Int]?

  private let source: Source

  /// The part of the page that shows the link.
  private enum Source {
    /// The value, which begins at an offset.
    case written(at: Int)
    /// A range that stands for a link that the page does not write.
    case standIn(Range<Int>)
  }

  /// The byte that stands for each of template code in `plain`: none of a URL.
  static let blank: UInt8 = 0

  /// The value of an attribute.
  /// - Parameters:
  ///   - value: as it is written, without its quotes, in UTF-8 or another ASCII-compatible encoding.
  ///   - start: the offset of the value in the page, from which locations are counted.
  package init(_ value: Span<UInt8>, at start: Int = 0) {
    self.init(CharacterReferences.decode(value), .written(at: start))
  }

  /// A link that the page does not write itself.
  /// - Parameter range: what is marked in the page for any part of the link.
  package init(_ address: String, shownAs range: Range<Int>) {
    self.init(DecodedValue(plain: Array(address.utf8)), .standIn(range))
  }

  private init(_ decoded: DecodedValue, _ source: Source) {
    self.decoded = decoded
    self.source = source
    let (bytes, indices) = Self.withoutDropped(decoded.bytes)
    let (code, plain) =
      TemplateCode.mayStand(in: decoded.bytes.span)
      ? Self.code(of: decoded, as: bytes, indices) : (TemplateCode(), bytes)
    (self.bytes, self.indices, self.code, self.plain) = (bytes, indices, code, plain)
    let hash = ByteSearch.first(UInt8(ascii: "#"), in: plain.span, from: 0)
    let mark = ByteSearch.first(UInt8(ascii: "?"), in: plain.span, from: 0)
    fragment = hash..<bytes.count
    query = mark < hash ? mark + 1..<hash : nil
  }

  /// Leaves out what the URL parser drops. With the bytes come their indices, where any was dropped.
  private static func withoutDropped(_ decoded: [UInt8]) -> ([UInt8], indices: [Int]?) {
    let stripped = ASCII.strippedRange(decoded.span)
    if stripped.count == decoded.count, !ASCII.holdsTabOrNewline(decoded.span) { return (decoded, nil) }
    let indices = stripped.filter { !ASCII.isTabOrNewline(decoded[$0]) }
    return (indices.map { decoded[$0] }, indices)
  }

  private static func code(
    of decoded: DecodedValue, as bytes: [UInt8], _ indices: [Int]?
  ) -> (TemplateCode, plain: [UInt8]) {
    // What a character reference stands for is no mark of code.
    var written = decoded.bytes
    for index in written.indices where !decoded.isWritten(index) { written[index] = blank }
    var code = TemplateCode(in: written.span)
    if let indices { code = code.mapped { Self.count(of: indices, below: $0) } }
    var plain = bytes
    for piece in code.pieces {
      for index in piece.range { plain[index] = blank }
    }
    return (code, plain)
  }

  /// Counts the indices below a limit.
  /// - Parameter indices: ascending.
  private static func count(of indices: [Int], below limit: Int) -> Int {
    var (low, high) = (0, indices.count)
    while low < high {
      let middle = (low + high) / 2
      if indices[middle] < limit { low = middle + 1 } else { high = middle }
    }
    return low
  }

  // MARK: Locations

  /// The range of `decoded.bytes` that holds a range of `bytes`. An empty one is right behind the byte
  /// before it, so that what is inserted there comes before white space that the URL parser drops.
  func decodedRange(_ range: Range<Int>) -> Range<Int> {
    guard let indices else { return range }
    if range.isEmpty {
      let index = range.lowerBound > 0 ? indices[range.lowerBound - 1] + 1 : 0
      return index..<index
    }
    return indices[range.lowerBound]..<indices[range.upperBound - 1] + 1
  }

  /// `true` where anything is written as a character reference, or as a line end that HTML normalises.
  var hasReferences: Bool { !decoded.isPlain }

  /// Returns true if one of `bytes` is written as it is, and not as a character reference.
  func isWrittenAsItIs(_ index: Int) -> Bool {
    decoded.isWritten(decodedRange(index..<index + 1).lowerBound)
  }

  /// The range of the page that shows a part.
  package func location(of part: Range<Int>) -> Range<Int> {
    switch source {
    case .standIn(let range): return range
    case .written(let start):
      let range = decodedRange(part)
      return start + decoded.offset(of: range.lowerBound)..<start + decoded.offset(of: range.upperBound)
    }
  }

  /// The range of the page that shows the whole link.
  package var location: Range<Int> { location(of: bytes.indices) }

  // MARK: Parameters

  /// A cursor over the query's parameters, to be moved over `plain`.
  var queryParameters: QueryParameters { QueryParameters(query ?? 0..<0) }

  /// The query's parameters.
  package var parameters: [QueryParameter] {
    var parameters: [QueryParameter] = []
    var rest = queryParameters
    while let parameter = rest.next(in: plain.span) { parameters.append(parameter) }
    return parameters
  }

  /// The parameters of a name, which are compared percent-decoded, as the network reads them.
  package func parameters(_ name: String) -> [QueryParameter] { parameters.filter { has($0, name) } }

  /// The first parameter of a name.
  package func parameter(_ name: String) -> QueryParameter? {
    var rest = queryParameters
    while let parameter = rest.next(in: plain.span) {
      if has(parameter, name) { return parameter }
    }
    return nil
  }

  private func has(_ parameter: QueryParameter, _ name: String) -> Bool {
    PercentEncoding.reads(bytes.span, parameter.name, as: name.utf8Span.span)
  }

  /// A parameter's name, percent-decoded.
  package func name(of parameter: QueryParameter) -> String { decodedText(parameter.name) }

  /// Returns true if template code may write parameters that are not in `parameters`. What it writes into the group's
  /// subid is that and no more.
  package func mayHaveMoreParameters(than group: TrackingGroup?) -> Bool {
    guard !code.isEmpty else { return false }
    let subids = group.map { parameters($0.subid) } ?? []
    let subid = subids.count == 1 ? subids[0].whole : 0..<0
    return code.pieces.contains {
      $0.range.lowerBound < fragment.lowerBound && !subid.contains($0.range.lowerBound)
    }
  }

  // MARK: The parts before the query

  /// The scheme without its colon; `nil` where the link begins with none.
  package var scheme: Range<Int>? {
    guard let first = bytes.first, ASCII.isLetter(first) else { return nil }
    let end = bytes[..<pathEnd].firstIndex { !ASCII.isSchemeCharacter($0) }
    guard let end, bytes[end] == UInt8(ascii: ":") else { return nil }
    return 0..<end
  }

  /// User name, host and port; `nil` where the link names none.
  ///
  /// Section 4.4 of the URL standard, as far as it goes without the page's own address: `https:/x` has an
  /// authority or none by that alone, and is taken to have none.
  package var authority: Range<Int>? {
    let isSlash: (UInt8) -> Bool = { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    let rest = bytes[schemeEnd..<pathEnd]
    guard rest.prefix(2).count(where: isSlash) == 2 else { return nil }
    let start = rest.firstIndex { !isSlash($0) } ?? rest.endIndex
    return start..<(rest[start...].firstIndex(where: isSlash) ?? rest.endIndex)
  }

  /// The path: from behind scheme and authority up to the query or the fragment.
  package var path: Range<Int> { (authority?.upperBound ?? schemeEnd)..<pathEnd }

  private var schemeEnd: Int { scheme.map { $0.upperBound + 1 } ?? 0 }

  private var pathEnd: Int { query.map { $0.lowerBound - 1 } ?? fragment.lowerBound }

  // MARK: Text

  /// A part as the URL parser sees it.
  package func text(_ part: Range<Int>) -> String { String(decoding: bytes[part], as: UTF8.self) }

  /// A part, percent-decoded.
  package func decodedText(_ part: Range<Int>) -> String { PercentEncoding.text(bytes, part) }

  /// Returns true if template code stands in a part.
  package func hasCode(in part: Range<Int>) -> Bool {
    !code.isEmpty && plain[part].contains(Self.blank)
  }
}
