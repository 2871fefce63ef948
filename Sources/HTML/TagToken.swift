internal import AutoTagBytes

/// A tag as it stands in the page: only places, no copies. The lexer reuses one for all tags of a page.
package struct TagToken {
  /// One attribute as it is written.
  package struct Attribute: Equatable {
    package var name: Range<Int>
    /// Between the quotes; empty, at the end of the name, where there is no value.
    package var value: Range<Int>

    package init(name: Range<Int>, value: Range<Int>) {
      self.name = name
      self.value = value
    }
  }

  /// From `<` up to and with `>`.
  package var range: Range<Int> = 0..<0
  package var name: Range<Int> = 0..<0
  package var isEnd = false
  /// Whether the tag ends in `/>`, which only means something in SVG and MathML.
  package var isSelfClosing = false
  /// All attributes, repeated ones too.
  package var attributes: [Attribute] = []

  package init() {}

  /// Where the value of an attribute stands; `nil` where the tag does not have it. The first of that name
  /// counts; a repeated one is none (HTML standard, section 13.2.5.33).
  package func value(of name: StaticString, in page: Span<UInt8>) -> Range<Int>? {
    for attribute in attributes where ASCII.equals(page, attribute.name, name) { return attribute.value }
    return nil
  }

  /// Whether an attribute's value is `text`, which is in lower case, in any case.
  func says(_ name: StaticString, _ text: StaticString, in page: Span<UInt8>) -> Bool {
    guard let range = value(of: name, in: page) else { return false }
    let value = CharacterReferences.decode(page.extracting(range)).bytes
    return ASCII.equals(value.span, value.indices, text)
  }
}
