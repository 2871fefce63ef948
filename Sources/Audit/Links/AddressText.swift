internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagTracking

/// An address cut into its parts, each with the way back to where the page shows it. The parts are those that a
/// browser's URL parser sees: character references decoded, without white space at the ends, tabs and newlines.
package struct AddressText: Sendable {
  /// One of the query's parameters.
  package struct Parameter: Sendable {
    /// Percent-decoded, as the network reads it.
    package let name: String
    /// Name, `=` and value.
    package let whole: Range<Int>
    /// Behind the first `=`, as it is written; `nil` where there is none.
    package let value: Range<Int>?
  }

  /// What the URL parser sees. All ranges here are of these bytes.
  package let bytes: [UInt8]

  /// Without its colon; `nil` where the address begins with none.
  package let scheme: Range<Int>?

  /// User name, host and port; `nil` where the address names none.
  package let authority: Range<Int>?

  /// Up to the query or the fragment.
  package let path: Range<Int>

  package let parameters: [Parameter]

  private let text: LinkText
  private let shown: Shown

  /// Where the page shows the address.
  private enum Shown {
    /// Written out, its value beginning there.
    case written(at: Int)
    /// Not written on the page; this stands for it.
    case `as`(Range<Int>)
  }

  /// An attribute's value.
  /// - Parameters:
  ///   - value: where it is written, without its quotes.
  ///   - page: in UTF-8 or another ASCII-compatible encoding.
  package init(written value: Range<Int>, in page: [UInt8]) {
    self.init(
      LinkText(CharacterReferences.decode(page.span.extracting(value))), .written(at: value.lowerBound))
  }

  /// An address that the page does not write itself.
  /// - Parameter place: what is marked in the page for any part of it.
  package init(_ address: String, shownAs place: Range<Int>) {
    let bytes = Array(address.utf8)
    let offsets = Array(0...bytes.count)
    self.init(LinkText(DecodedValue(bytes: bytes, offsets: offsets)), .as(place))
  }

  private init(_ text: LinkText, _ shown: Shown) {
    self.text = text
    self.shown = shown
    bytes = text.bytes
    let pathEnd = text.query.map { $0.lowerBound - 1 } ?? text.fragment
    let scheme = Self.scheme(of: text.bytes[..<pathEnd])
    let authority = Self.authority(of: text.bytes[..<pathEnd], behind: scheme)
    self.scheme = scheme
    self.authority = authority
    path = (authority?.upperBound ?? scheme.map { $0.upperBound + 1 } ?? 0)..<pathEnd
    parameters = text.parameters.map { parameter in
      Parameter(
        name: PercentEncoding.text(text.bytes, parameter.name),
        whole: parameter.name.lowerBound..<(parameter.value?.upperBound ?? parameter.name.upperBound),
        value: parameter.value)
    }
  }

  /// The template code, as ranges of `bytes`: in it nothing counts as a part of the address.
  package var code: TemplateCode { text.code }

  /// `bytes` with the template code blanked out.
  package var plain: [UInt8] { text.plain }

  /// Tells whether template code stands in a part.
  package func hasCode(in part: Range<Int>) -> Bool { text.hasCode(in: part) }

  /// Tells whether template code may write parameters that are not in `parameters`. What it writes into the group's
  /// subid is that and no more.
  package func mayHaveMoreParameters(than group: TrackingGroup?) -> Bool {
    guard !code.isEmpty else { return false }
    let subids = parameters.filter { $0.name == group?.subid }
    let subid = subids.count == 1 ? subids[0].whole : 0..<0
    return code.pieces.contains {
      $0.range.lowerBound < text.fragment && !subid.contains($0.range.lowerBound)
    }
  }

  /// From the `#` on; empty where there is none.
  package var fragment: Range<Int> { text.fragment..<bytes.count }

  /// The first parameter of that name.
  package func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }

  /// A part as the URL parser sees it.
  package func text(_ part: Range<Int>) -> String { String(decoding: bytes[part], as: UTF8.self) }

  /// A part, percent-decoded.
  package func decoded(_ part: Range<Int>) -> String { PercentEncoding.text(bytes, part) }

  /// The place in the page that shows a part.
  package func place(of part: Range<Int>) -> Range<Int> {
    switch shown {
    case .as(let place): return place
    case .written(let start):
      let decoded = text.decodedRange(part)
      let offsets = text.decoded.offsets
      return start + offsets[decoded.lowerBound]..<start + offsets[decoded.upperBound]
    }
  }

  /// The place in the page that shows the whole address.
  package var place: Range<Int> { place(of: bytes.indices) }

  private static func scheme(of text: ArraySlice<UInt8>) -> Range<Int>? {
    guard let first = text.first, ASCII.isLetter(first) else { return nil }
    let end = text.firstIndex { byte in
      !ASCII.isSchemeCharacter(byte)
    }
    guard let end, text[end] == UInt8(ascii: ":") else { return nil }
    return 0..<end
  }

  /// Section 4.4 of the URL standard, as far as it goes without the page's own address: `https:/x` has an
  /// authority or none by that alone, and is taken to have none.
  private static func authority(of text: ArraySlice<UInt8>, behind scheme: Range<Int>?) -> Range<Int>? {
    let isSlash: (UInt8) -> Bool = { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
    let rest = text[(scheme.map { $0.upperBound + 1 } ?? 0)...]
    guard rest.prefix(2).count(where: isSlash) == 2 else { return nil }
    let start = rest.firstIndex { !isSlash($0) } ?? rest.endIndex
    return start..<(text[start...].firstIndex(where: isSlash) ?? text.endIndex)
  }
}
