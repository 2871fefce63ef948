internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

/// An attribute of a link's start tag, with its places in the page.
struct TagAttribute {
  /// Name and value, with the quotes.
  let whole: Range<Int>
  /// Between the quotes; empty where there is no value.
  let value: Range<Int>
}

extension PageUnderAudit {
  /// The link's first attribute of that name, in any case.
  /// - Parameter name: in lower case.
  func attribute(_ name: String, of link: WrittenLink) -> TagAttribute? {
    let range = link.record.link.tagRange
    let tag = bytes.span.extracting(range)
    var lexer = TagLexer()
    var token = TagToken()
    guard lexer.next(in: tag, into: &token) else { return nil }
    for attribute in token.attributes {
      let written = bytes[
        range.lowerBound + attribute.name.lowerBound..<range.lowerBound + attribute.name.upperBound]
      guard written.lazy.map({ ASCII.lowercased($0) }).elementsEqual(name.utf8) else {
        continue
      }
      let value =
        range.lowerBound + attribute.value.lowerBound..<range.lowerBound + attribute.value.upperBound
      let quote = bytes[value.lowerBound - 1]
      let isQuoted =
        (quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")) && value.upperBound < bytes.count
        && bytes[value.upperBound] == quote
      let end = max(written.endIndex, isQuoted ? value.upperBound + 1 : value.upperBound)
      return TagAttribute(whole: written.startIndex..<end, value: value)
    }
    return nil
  }

  /// What a rule marks where it is about an attribute's value: the value without white space around it, or the
  /// start tag where the attribute is not found.
  func wholeValue(of name: String, of link: WrittenLink) -> Range<Int> {
    guard let value = attribute(name, of: link)?.value else { return link.record.link.tagRange }
    let isText: (Int) -> Bool = { bytes[$0] > 0x20 }
    guard let first = value.first(where: isText), let last = value.last(where: isText) else { return value }
    return first..<last + 1
  }

  /// What a rule marks where it is about `href` as a whole: the value, or the attribute where that is empty.
  func wholeHref(of link: WrittenLink) -> Range<Int> {
    let value = link.own.location
    return value.isEmpty ? attribute("href", of: link)?.whole ?? link.record.link.tagRange : value
  }
}
