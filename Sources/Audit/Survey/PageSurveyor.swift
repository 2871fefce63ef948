internal import AutoTagBytes
internal import AutoTagHTML
package import AutoTagSite
package import AutoTagTracking
internal import AutoTagWebURL

/// Surveys one page after the other; used by one thread.
package struct PageSurveyor {
  private let classifier: LinkClassifier
  private let root: URLOrigin?
  private let addresses: AddressSearch
  /// The longest label of each group's host: it stands in the page as it is however the dots are written
  /// (`click&period;linksynergy&period;com`). A host whose letters are written as references is not seen.
  private let labels: [TextSearch]
  /// The labels, and what tells of AnyTrack's tag and of Google Tag Manager.
  private let searches: [TextSearch]
  private var scanner = PageScanner()

  /// - Parameter baseURL: the address of the site's root, for relative addresses.
  package init(groups: [TrackingGroup], baseURL: String?) {
    classifier = LinkClassifier(groups: groups)
    root = baseURL.flatMap { URLOrigin($0) }
    addresses = AddressSearch(groups: groups)
    let names = groups.flatMap(\.hosts).compactMap { host in
      host.split(separator: ".").max { $0.utf8.count < $1.utf8.count }
    }
    labels = Set(names).sorted().map { TextSearch(String($0)) }
    searches = labels + [AnyTrackAddress.search, GoogleTagManager.start, GoogleTagManager.host]
  }

  /// Returns true if a page without links may hold an address of a group all the same.
  func mayHoldAddress(_ page: Span<UInt8>) -> Bool { labels.contains { $0.isIn(page) } }

  /// - Parameters:
  ///   - page: in UTF-8 or another ASCII-compatible encoding.
  ///   - records: the page's links.
  ///   - isOther: true for a page that may be something else than HTML.
  /// - Returns: `nil` where the page's elements cannot be told in time.
  package mutating func survey(
    _ page: Span<UInt8>, records: [LinkRecord], isOther: Bool = false
  ) -> PageSurvey? {
    var survey = survey(ofHTML: page, records: records)
    if isOther { survey?.addText(addresses.addresses(in: page), besides: records) }
    return survey
  }

  private mutating func survey(ofHTML page: Span<UInt8>, records: [LinkRecord]) -> PageSurvey? {
    var mentions: [Int] = []
    for search in searches { mentions += search.offsets(in: page) }
    mentions.sort()
    Self.removeMentions(inLinksOf: records, page, from: &mentions)
    // Where only links mention a group there is nothing else to see, and the page need not be read once more.
    if mentions.isEmpty, let head = Self.headAtStart(of: page) {
      var survey = PageSurvey()
      survey.head = head
      return survey
    }
    guard let outline = scanner.outline(of: page, around: mentions) else { return nil }
    var reading = OutlineReading(
      classifier: classifier, root: root, addresses: addresses, mentions: mentions,
      links: records.map { ($0.link.tagRange.lowerBound, $0.link.hrefRange) })
    reading.survey.head = outline.head
    for part in outline.parts { reading.read(part, in: page) }
    return reading.survey
  }

  /// Returns the survey of a feed: the addresses that are no links of it.
  func survey(_ feed: FeedPage, records: [LinkRecord]) -> PageSurvey {
    var survey = PageSurvey()
    for address in addresses.addresses(in: feed.text.span) {
      let isKnown =
        records.contains { $0.link.hrefRange.overlaps(address.range) }
        || feed.identifiers.contains { $0.overlaps(address.range) }
      guard !isKnown else { continue }
      survey.hiddenLinks.append(.init(range: address.range, container: .feed, group: address.group))
    }
    return survey
  }

  /// Leaves out mentions in the address of a link, which the page's links tell of already.
  /// - Parameter mentions: ascending.
  private static func removeMentions(
    inLinksOf records: [LinkRecord], _ page: Span<UInt8>, from mentions: inout [Int]
  ) {
    var next = 0
    mentions.removeAll { mention in
      while next < records.count, records[next].link.hrefRange.upperBound <= mention { next += 1 }
      guard next < records.count, records[next].link.hrefRange.contains(mention) else { return false }
      return leadsAway(
        page.extracting(records[next].link.hrefRange), isGroups: records[next].evidence == .host)
    }
  }

  /// Returns false for an address that may be a script, or one without a scheme or with two, which are looked into.
  /// - Parameter isGroups: true for an address at a group's host.
  private static func leadsAway(_ href: Span<UInt8>, isGroups: Bool) -> Bool {
    guard href.count > 1 else { return false }
    let mayLead = href[0] | 0x20 == UInt8(ascii: "h") || href[0] == UInt8(ascii: "/")
    guard mayLead, !isGroups else { return mayLead }
    var index = 0
    while index < min(href.count, 6), href[index] != UInt8(ascii: "/") { index += 1 }
    guard index + 2 < href.count, href[index + 1] == UInt8(ascii: "/") else { return false }
    return href[index + 2] | 0x20 != UInt8(ascii: "h")
  }

  /// The `<head>` start tag at the page's beginning, where nearly every page has it and nothing before it could begin the
  /// body: whatever comes behind it then, it makes the element.
  /// - Returns: `nil` where it takes the whole page to tell.
  private static func headAtStart(of page: Span<UInt8>) -> Range<Int>? {
    var lexer = TagLexer(page: page)
    lexer.collectsText = true
    var tag = TagToken()
    while lexer.nextName(in: page, into: &tag) {
      guard !tag.isEnd, lexer.text.isSubset(of: .whitespace) else { return nil }
      let name = TagNames.standard.name(of: tag.name, in: page).name
      guard name == .html || name == .head,
        lexer.readRest(of: &tag, in: page, collectsAttributes: false)
      else { return nil }
      if name == .head { return tag.range }
    }
    return nil
  }
}

/// Makes a survey of a page's parts, one after the other.
private struct OutlineReading {
  let classifier: LinkClassifier
  let root: URLOrigin?
  let addresses: AddressSearch
  /// Offsets of what may be an address, ascending.
  let mentions: [Int]
  /// The page's links, ascending: where their start tags begin, and their addresses.
  let links: [(start: Int, href: Range<Int>)]
  private var nextLink = 0
  var survey = PageSurvey()

  private var baseHref: String?
  /// The kind of script whose text comes next.
  private var script = Script()

  private struct Script {
    /// True for a script of the page itself, which runs.
    var isHTML = false
    var isProgram = false
    var isInHead = false
  }

  init(
    classifier: LinkClassifier, root: URLOrigin?, addresses: AddressSearch, mentions: [Int],
    links: [(start: Int, href: Range<Int>)]
  ) {
    self.classifier = classifier
    self.root = root
    self.addresses = addresses
    self.mentions = mentions
    self.links = links
  }

  mutating func read(_ part: PageOutline.Part, in page: Span<UInt8>) {
    switch part.kind {
    case .startTag(let tag): readStartTag(tag, part, in: page)
    case .rawText: readRawText(part.range, of: part.name, in: page)
    case .comment: noteAddresses(inText: part.range, .comment, page)
    }
  }

  // MARK: Elements

  private mutating func readStartTag(_ tag: TagToken, _ part: PageOutline.Part, in page: Span<UInt8>) {
    if part.name == .script { readScriptTag(tag, part, in: page) }
    if part.name == .base, part.context == .html, baseHref == nil,
      let href = tag.value(of: "href", in: page)
    {
      baseHref = Self.decoded(page, href)
    }
    while nextLink < links.count, links[nextLink].start < tag.range.lowerBound { nextLink += 1 }
    let isLink = nextLink < links.count && links[nextLink].start == tag.range.lowerBound
    // Once for all attributes of the tag, which may be many.
    let leadsNowhere =
      part.name == .a && part.context != .foreign && Self.anchorLeadsNowhere(tag, in: page)
    // What stands for a header of the answer: a policy, or the redirect of a page, which is followed as such.
    let isHeader = part.name == .meta && tag.value(of: "http-equiv", in: page) != nil
    var names: Set<String> = []
    tag.forEachAttribute(in: page) { attribute in
      guard isMentioned(in: attribute.value) else { return true }
      let attributeName = ASCII.lowercasedText(page, attribute.name)
      // The first of a name counts.
      guard names.insert(attributeName).inserted else { return true }
      readAttribute(
        attribute.value, attributeName, of: part, isLink: isLink, leadsNowhere: leadsNowhere,
        isHeader: isHeader, in: page)
      return true
    }
  }

  private func isMentioned(in range: Range<Int>) -> Bool {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < mentions.count && mentions[low] < range.upperBound
  }

  private mutating func readAttribute(
    _ value: Range<Int>, _ name: String, of part: PageOutline.Part, isLink: Bool, leadsNowhere: Bool,
    isHeader: Bool, in page: Span<UInt8>
  ) {
    switch (part.name, name) {
    case (.script, "src"):
      if part.context == .html { readScriptAddress(value, in: page) }
    case (.a, "href") where part.context == .foreign, (.a, "xlink:href") where part.context == .foreign:
      note(value, .svgLink, ifURLIn: page)
    case (.a, "href"):
      // A web address is a link's. What a browser runs as a script is looked into.
      if leadsNowhere {
        noteAddresses(in: value, .handler(attribute: name, leadsNowhere: true), page)
      } else {
        noteFaultyAddress(value, isLink: isLink, in: page)
      }
    case (.area, "href"):
      if !note(value, .area, ifURLIn: page) { noteFaultyAddress(value, isLink: false, in: page) }
    case (.form, "action"), (.button, "formaction"), (.input, "formaction"):
      note(value, .form, ifURLIn: page)
    case (.iframe, "src"), (.frame, "src"), (.embed, "src"), (.object, "data"):
      note(value, .frame, ifURLIn: page)
    default:
      // What stands beside a link's own address is about the link: statistics, most often.
      guard !isLink || leadsNowhere else { return }
      if name.hasPrefix("data-"), name != "data-tracking-group" {
        noteAddresses(in: value, .data(attribute: name), page)
      } else if Self.handlerPrefixes.contains(where: name.hasPrefix) {
        noteAddresses(in: value, .handler(attribute: name, leadsNowhere: leadsNowhere), page)
      } else if name == "srcdoc", part.name == .iframe {
        noteAddresses(in: value, .frameDocument, page)
      } else if name == "style" {
        noteAddresses(in: value, .style, page)
      } else if !Self.isText(name), !isHeader {
        noteAddresses(in: value, .attribute(name), page, needsPath: true)
      }
    }
  }

  /// Returns true for attributes that hold text for people, or what is nobody's address.
  private static func isText(_ name: String) -> Bool {
    textAttributes.contains(name) || name.hasPrefix("aria-") || name.hasPrefix("xmlns")
  }

  private static let textAttributes: Set<String> = [
    "abbr", "alt", "cite", "class", "data-tracking-group", "id", "label", "placeholder", "style", "summary",
    "title",
  ]

  /// Handlers of HTML, and of Vue, Alpine, Angular and htmx.
  private static let handlerPrefixes = ["on", "@", "v-on:", "x-on:", "ng-", "(", "hx-on"]

  /// Returns true if an anchor is one only for the handler it has: its `href` is missing, empty, a fragment or a script.
  private static func anchorLeadsNowhere(_ tag: TagToken, in page: Span<UInt8>) -> Bool {
    guard let href = tag.value(of: "href", in: page) else { return true }
    return leadsNowhere(page, href)
  }

  private static func leadsNowhere(_ page: Span<UInt8>, _ value: Range<Int>) -> Bool {
    let decoded = CharacterReferences.decode(page.extracting(value)).bytes
    let start = decoded.drop { $0 <= 0x20 }
    guard let first = start.first, first != UInt8(ascii: "#") else { return true }
    return start.prefix(11).elementsEqual("javascript:".utf8) { ASCII.lowercased($0) == $1 }
  }

  /// An attribute that holds one address.
  /// - Returns: true if it is a group's.
  @discardableResult
  private mutating func note(
    _ value: Range<Int>, _ container: PageSurvey.HiddenLink.Container, ifURLIn page: Span<UInt8>
  ) -> Bool {
    guard let group = group(of: Self.decoded(page, value)) else { return false }
    survey.hiddenLinks.append(.init(range: value, container: container, group: group))
    return true
  }

  private func group(of address: String) -> TrackingGroup? {
    let base = URLOrigin.linkBase(pageAddress: root, baseHref: baseHref)
    return URLOrigin(address, relativeTo: base).flatMap { classifier.group(hosting: $0) }
  }

  /// The address of a link that names a group's host and does not lead there.
  private mutating func noteFaultyAddress(_ value: Range<Int>, isLink: Bool, in page: Span<UInt8>) {
    let decoded = CharacterReferences.decode(page.extracting(value))
    let bytes = decoded.bytes.span
    noteOtherHosts(in: bytes) { value.lowerBound + decoded.offset(of: $0) }
    guard group(of: String(decoding: decoded.bytes, as: UTF8.self)) == nil else { return }
    guard let fault = addresses.fault(of: bytes) else { return }
    // Where redirects of the site lead a link on, that is known.
    guard fault.kind != .wrapped || !isLink else { return }
    let start = value.lowerBound + decoded.offset(of: fault.range.lowerBound)
    let end = value.lowerBound + decoded.offset(of: fault.range.upperBound)
    survey.hiddenLinks.append(.init(range: start..<end, container: .faulty(fault.kind), group: fault.group))
  }

  /// - Parameter place: the offset in the page of one in the text.
  private mutating func noteOtherHosts(in text: Span<UInt8>, _ place: (Int) -> Int) {
    for (range, host) in addresses.relatives(in: text) {
      survey.otherHosts.append(.init(range: place(range.lowerBound)..<place(range.upperBound), host: host))
    }
  }

  /// An attribute that holds a program, or anything.
  /// - Parameter needsPath: true where a host alone is a hint for the browser (`<link rel=preconnect>`).
  private mutating func noteAddresses(
    in value: Range<Int>, _ container: PageSurvey.HiddenLink.Container, _ page: Span<UInt8>,
    needsPath: Bool = false
  ) {
    let decoded = CharacterReferences.decode(page.extracting(value))
    if !needsPath { noteOtherHosts(in: decoded.bytes.span) { value.lowerBound + decoded.offset(of: $0) } }
    for address in addresses.addresses(in: decoded.bytes.span) where address.hasPath || !needsPath {
      if container == .style, !Self.isLoaded(address.range.lowerBound, in: decoded.bytes.span) { continue }
      let start = value.lowerBound + decoded.offset(of: address.range.lowerBound)
      let end = value.lowerBound + decoded.offset(of: address.range.upperBound)
      survey.hiddenLinks.append(.init(range: start..<end, container: container, group: address.group))
    }
  }

  // MARK: Scripts and the text for browsers without scripts

  private mutating func readScriptTag(_ tag: TagToken, _ part: PageOutline.Part, in page: Span<UInt8>) {
    // What search engines read is no link of the page.
    let isLinkedData = tag.value(of: "type", in: page).map {
      Self.decoded(page, $0).lowercased().contains("ld+json")
    }
    script = Script(
      isHTML: part.context == .html, isProgram: !(isLinkedData ?? false), isInHead: part.isInHead)
  }

  private mutating func readScriptAddress(_ value: Range<Int>, in page: Span<UInt8>) {
    let decoded = CharacterReferences.decode(page.extracting(value))
    for found in AnyTrackAddress.all(in: decoded.bytes.span) {
      let start = value.lowerBound + decoded.offset(of: found.range.lowerBound)
      let end = value.lowerBound + decoded.offset(of: found.range.upperBound)
      survey.anyTrackTags.append(
        .init(range: start..<end, property: found.property, isInHead: script.isInHead))
    }
    if GoogleTagManager.isLoaded(by: decoded.bytes.span) { survey.tagManager = survey.tagManager ?? value }
  }

  private mutating func readRawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>) {
    switch name {
    case .script where script.isProgram:
      noteAddresses(inText: text, .script, page)
      guard script.isHTML else { return }
      let span = page.extracting(text)
      for found in AnyTrackAddress.all(in: span) {
        let start = text.lowerBound + found.range.lowerBound
        survey.anyTrackTags.append(
          .init(
            range: start..<start + found.range.count, property: found.property, isInHead: script.isInHead))
      }
      if GoogleTagManager.isLoaded(by: span) { survey.tagManager = survey.tagManager ?? text }
    case .style: noteAddresses(inText: text, .style, page)
    case .noscript:
      noteAddresses(inText: text, .noscript, page)
      if GoogleTagManager.isLoaded(by: page.extracting(text)) {
        survey.tagManager = survey.tagManager ?? text
      }
    default: break
    }
  }

  private mutating func noteAddresses(
    inText text: Range<Int>, _ container: PageSurvey.HiddenLink.Container, _ page: Span<UInt8>
  ) {
    if container == .script { noteOtherHosts(in: page.extracting(text)) { text.lowerBound + $0 } }
    for address in addresses.addresses(in: page.extracting(text)) {
      let start = text.lowerBound + address.range.lowerBound
      if container == .style, !Self.isLoaded(address.range.lowerBound, in: page.extracting(text)) { continue }
      // A link in `noscript` that gets a code is a link like any other.
      if container == .noscript, links.contains(where: { $0.href.contains(start) }) { continue }
      survey.hiddenLinks.append(
        .init(range: start..<start + address.range.count, container: container, group: address.group))
    }
  }

  /// Returns true if an address in a style is that of `url(…)`; others are those of the links that the style is for
  /// (`a[href^="https://click.linksynergy.com"]`).
  private static func isLoaded(_ start: Int, in style: Span<UInt8>) -> Bool {
    var end = start
    while end > 0, ASCII.isWhitespace(style[end - 1]) || "\"'".utf8.contains(style[end - 1]) { end -= 1 }
    return end >= 4 && ASCII.equalsIgnoringCase(style, end - 4..<end, Array("url(".utf8))
  }

  private static func decoded(_ page: Span<UInt8>, _ value: Range<Int>) -> String {
    String(decoding: CharacterReferences.decode(page.extracting(value)).bytes, as: UTF8.self)
  }
}
