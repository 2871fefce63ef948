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
  /// The first attributes in their order, repeated ones included.
  private(set) var attributes: [Attribute] = []
  /// The offset of the first attribute that is not among those; 0 where all are.
  private(set) var rest = 0
  /// The most attributes that are kept. A tag of a hundred megabytes may have fifty million, whose ranges would take
  /// sixteen times as much memory: those behind the first are read again when they are asked for.
  static let mostKept = 256

  package init() {}

  /// Forgets the attributes.
  @inline(__always)
  mutating func removeAttributes() {
    attributes.removeAll(keepingCapacity: true)
    rest = 0
  }

  /// Adds an attribute, which begins at its name.
  @inline(__always)
  mutating func append(_ attribute: Attribute) {
    if attributes.count < Self.mostKept {
      attributes.append(attribute)
    } else if rest == 0 {
      rest = attribute.name.lowerBound
    }
  }
}
