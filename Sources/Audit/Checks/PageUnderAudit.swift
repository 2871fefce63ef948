internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagSite
package import AutoTagTracking
internal import AutoTagWebURL

/// A page as the checks see it.
package struct PageUnderAudit: Sendable {
  /// The file, relative to the site's root with `/`.
  package let file: String

  /// In UTF-8 or another ASCII-compatible encoding.
  package let bytes: [UInt8]

  /// The page's links, each with the decision of `rewrite`.
  package let records: [LinkRecord]

  /// The same links, their addresses in parts.
  package let links: [WrittenLink]

  /// The number of each link among the affiliate links, which the inventory lists; `nil` for a link that counts as nobody's.
  let listed: [Int?]

  package let groups: [TrackingGroup]

  /// The contents of the page besides links.
  package let survey: PageSurvey

  /// The page's precompressed siblings, each with its state; of pages with links only.
  package let siblings: [Sibling]

  /// True for a feed, whose links are not written as a page's.
  package let isFeed: Bool

  package init(
    file: String, bytes: [UInt8], records: [LinkRecord], groups: [TrackingGroup],
    survey: PageSurvey = .init(),
    siblings: [Sibling] = [], isFeed: Bool = false
  ) {
    self.file = file
    self.bytes = bytes
    self.records = records
    var count = 0
    listed = records.map { record in
      guard record.group != nil else { return nil }
      count += 1
      return count - 1
    }
    self.groups = groups
    links = records.enumerated().map { WrittenLink($1, at: $0, in: bytes) }
    self.survey = survey
    self.siblings = siblings
    self.isFeed = isFeed
  }

  /// A precompressed sibling.
  package struct Sibling: Sendable, Hashable {
    package let name: String
    package let state: CompressedSibling.State

    package init(name: String, state: CompressedSibling.State) {
      self.name = name
      self.state = state
    }
  }

  /// True if any of the page's links has the click-id token, or gets it from `rewrite`, and not a code.
  package var hasTokens: Bool {
    records.contains { $0.decision.hasToken && $0.group?.usesCodes != true }
  }

  /// True if AnyTrack's tag is on the page, or Google Tag Manager, which may load it.
  package var hasTagOrManager: Bool { !survey.anyTrackTags.isEmpty || survey.tagManager != nil }

  /// True if `rewrite` changes the page.
  package var isRewritten: Bool { records.contains { $0.decision.isEdit } }
}

/// An attribute of a link's start tag, with its ranges in the page.
struct TagAttribute {
  /// Name and value, with the quotes.
  let whole: Range<Int>
  /// Between the quotes; empty where there is no value.
  let value: Range<Int>
}

extension PageUnderAudit {
  /// The text of a part of the page.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// The link's first attribute of that name, in any case.
  /// - Parameter name: in lower case.
  func attribute(_ name: String, of link: WrittenLink) -> TagAttribute? {
    let range = link.record.link.tagRange
    let tag = bytes.span.extracting(range)
    var lexer = TagLexer()
    var token = TagToken()
    guard lexer.next(in: tag, into: &token) else { return nil }
    var found: TagToken.Attribute?
    token.forEachAttribute(in: tag) { attribute in
      let written = bytes[
        range.lowerBound + attribute.name.lowerBound..<range.lowerBound + attribute.name.upperBound]
      if written.lazy.map({ ASCII.lowercased($0) }).elementsEqual(name.utf8) { found = attribute }
      return found == nil
    }
    guard let found else { return nil }
    let start = range.lowerBound + found.name.lowerBound
    let value = range.lowerBound + found.value.lowerBound..<range.lowerBound + found.value.upperBound
    let quote = bytes[value.lowerBound - 1]
    let isQuoted =
      (quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")) && value.upperBound < bytes.count
      && bytes[value.upperBound] == quote
    let end = max(
      range.lowerBound + found.name.upperBound, isQuoted ? value.upperBound + 1 : value.upperBound)
    return TagAttribute(whole: start..<end, value: value)
  }

  /// The bytes to mark for a fault in an attribute's value: the value without white space around it, or the
  /// start tag where the attribute is not found.
  func wholeValue(of name: String, of link: WrittenLink) -> Range<Int> {
    guard let value = attribute(name, of: link)?.value else { return link.record.link.tagRange }
    let isText: (Int) -> Bool = { bytes[$0] > 0x20 }
    guard let first = value.first(where: isText), let last = value.last(where: isText) else { return value }
    return first..<last + 1
  }

  /// The bytes to mark for a fault of the whole `href`: the value, or the attribute where that is empty.
  func wholeHref(of link: WrittenLink) -> Range<Int> {
    let value = link.own.location
    return value.isEmpty ? attribute("href", of: link)?.whole ?? link.record.link.tagRange : value
  }
}
