/// The elements whose content is text in HTML (section 13.2.6), with scripting on.
enum RawTextElements {
  static func kind(of name: Range<Int>, in page: Span<UInt8>) -> TagLexer.RawText? {
    if ASCII.equals(page, name, "script") { return .script }
    if ASCII.equals(page, name, "plaintext") { return .plaintext }
    for element in elements where ASCII.equals(page, name, element) { return .element(element) }
    return nil
  }

  private static let elements: [StaticString] = [
    "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes",
  ]
}
