internal import AutoTagBytes

extension TagToken {
  /// Calls a function with each attribute in order, repeated ones included, until it returns false.
  @inline(__always)
  package func forEachAttribute(in page: Span<UInt8>, _ body: (Attribute) -> Bool) {
    for attribute in attributes where !body(attribute) { return }
    if rest > 0 { TagLexer.forEachAttribute(in: page, rest..<range.upperBound, body) }
  }

  /// Returns the byte range of an attribute's written value; `nil` if the tag has no such attribute. Of repeated
  /// attributes the first counts (HTML standard, section 13.2.5.33).
  /// - Parameter name: in lower case.
  package func value(of name: StaticString, in page: Span<UInt8>) -> Range<Int>? {
    var value: Range<Int>?
    forEachAttribute(in: page) { attribute in
      if ASCII.equals(page, attribute.name, name) { value = attribute.value }
      return value == nil
    }
    return value
  }

  /// Returns true if an attribute's decoded value is `text`, ignoring the case of ASCII letters.
  /// - Parameter text: in lower case.
  func says(_ name: StaticString, _ text: StaticString, in page: Span<UInt8>) -> Bool {
    guard let range = value(of: name, in: page) else { return false }
    let value = CharacterReferences.decode(page.extracting(range)).bytes
    return ASCII.equals(value.span, value.indices, text)
  }
}
