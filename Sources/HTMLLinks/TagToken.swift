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
}
