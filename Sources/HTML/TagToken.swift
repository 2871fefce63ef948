internal import AutoTagBytes

/// A tag as byte ranges of the page, without copies. The lexer fills one again for every tag of a page.
package struct TagToken {
  /// An attribute as byte ranges of the page.
  package struct Attribute: Equatable {
    package var name: Range<Int>
    /// The written value without its quotes; empty, at the end of the name, if there is none.
    package var value: Range<Int>

    package init(name: Range<Int>, value: Range<Int>) {
      self.name = name
      self.value = value
    }
  }

  /// The tag, from `<` up to and with `>`.
  package var range: Range<Int> = 0..<0
  /// The name, without `<` and `/`.
  package var name: Range<Int> = 0..<0
  /// True for an end tag.
  package var isEnd = false
  /// True if the tag ends in `/>`, which has an effect in SVG and MathML only.
  package var isSelfClosing = false
  /// All attributes in their order, repeated ones included.
  package var attributes: [Attribute] = []

  package init() {}

  /// Returns the byte range of an attribute's written value; `nil` if the tag has no such attribute. Of repeated
  /// attributes the first counts (HTML standard, section 13.2.5.33).
  /// - Parameter name: in lower case.
  package func value(of name: StaticString, in page: Span<UInt8>) -> Range<Int>? {
    for attribute in attributes where ASCII.equals(page, attribute.name, name) { return attribute.value }
    return nil
  }

  /// Returns true if an attribute's decoded value is `text`, ignoring the case of ASCII letters.
  /// - Parameter text: in lower case.
  func says(_ name: StaticString, _ text: StaticString, in page: Span<UInt8>) -> Bool {
    guard let range = value(of: name, in: page) else { return false }
    let value = CharacterReferences.decode(page.extracting(range)).bytes
    return ASCII.equals(value.span, value.indices, text)
  }
}
