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

  /// Whether a page without links may hold an address of a group all the same.
  func mayHoldAddress(_ page: Span<UInt8>) -> Bool { labels.contains { $0.isIn(page) } }

  /// - Parameters:
  ///   - page: in UTF-8 or another ASCII-compatible encoding.
  ///   - records: the page's links.
  /// - Returns: `nil` where the page's elements cannot be told in time.
  package mutating func survey(_ page: Span<UInt8>, records: [LinkRecord]) -> PageSurvey? {
    var mentions: [Int] = []
    for search in searches { mentions += search.places(in: page) }
    mentions.sort()
    // Where only links mention a group there is nothing else to see, and the page need not be read once more.
    if !Self.isAnythingMentioned(at: mentions, besideLinksOf: records, page),
      let head = PageHead.startTag(of: page)
    {
      var survey = PageSurvey()
      survey.head = head
      return survey
    }
    return scanner.scan(page) {
      SurveyVisitor(
        classifier: classifier, root: root, addresses: addresses, mentions: mentions,
        links: records.map(\.link.tagRange.lowerBound))
    }?.survey
  }

  /// Tells whether a mention is anywhere but in the address of a link, which the page's links tell of already.
  /// - Parameter mentions: ascending.
  private static func isAnythingMentioned(
    at mentions: [Int], besideLinksOf records: [LinkRecord], _ page: Span<UInt8>
  ) -> Bool {
    var next = 0
    for mention in mentions {
      while next < records.count, records[next].link.hrefRange.upperBound <= mention { next += 1 }
      guard next < records.count, records[next].link.hrefRange.contains(mention) else { return true }
      // An address that does not lead away by itself may be a script, which is looked into.
      let first = page[records[next].link.hrefRange.lowerBound]
      if first | 0x20 != UInt8(ascii: "h"), first != UInt8(ascii: "/") { return true }
    }
    return false
  }
}

/// Takes note of what a survey wants to know, element by element.
private struct SurveyVisitor: PageVisitor {
  let classifier: LinkClassifier
  let addresses: AddressSearch
  /// Where something of interest stands, ascending.
  let mentions: [Int]
  private var nextMention = 0
  /// Where the start tags of the page's links stand, ascending.
  let links: [Int]
  private var nextLink = 0
  private(set) var survey = PageSurvey()

  private let root: URLOrigin?
  private var baseHref: String?
  private var isHeadOver = false
  /// Whether the script that comes next runs, and is text of a program.
  private var nextScript = (isHTML: false, isProgram: false, isInHead: false)

  init(
    classifier: LinkClassifier, root: URLOrigin?, addresses: AddressSearch, mentions: [Int], links: [Int]
  ) {
    self.classifier = classifier
    self.root = root
    self.addresses = addresses
    self.mentions = mentions
    self.links = links
  }

  func wantsAttributes(of name: ElementName) -> Bool { name == .base || name == .script }

  mutating func wants(_ range: Range<Int>) -> Bool {
    while nextMention < mentions.count, mentions[nextMention] < range.lowerBound { nextMention += 1 }
    return nextMention < mentions.count && mentions[nextMention] < range.upperBound
  }

  private func isMentioned(in range: Range<Int>) -> Bool {
    var low = nextMention
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < mentions.count && mentions[low] < range.upperBound
  }

  // MARK: Elements

  mutating func startTag(
    _ tag: borrowing TagToken, _ name: ElementName, _ place: PageScanner.Place, hasAttributes: Bool,
    in page: Span<UInt8>
  ) {
    if place == .html { followHead(tag, name) }
    if name == .script { noteScript(tag, place, in: page) }
    guard hasAttributes else { return }
    if name == .base, place == .html, baseHref == nil, let href = tag.value(of: "href", in: page) {
      baseHref = Self.decoded(page, href)
    }
    while nextLink < links.count, links[nextLink] < tag.range.lowerBound { nextLink += 1 }
    let isLink = nextLink < links.count && links[nextLink] == tag.range.lowerBound
    // Once for all attributes of the tag, which may be many.
    let leadsNowhere = name == .a && place != .foreign && Self.anchorLeadsNowhere(tag, in: page)
    var names: Set<String> = []
    for attribute in tag.attributes where isMentioned(in: attribute.value) {
      let attributeName = ASCII.lowercasedText(page, attribute.name)
      // The first of a name counts.
      guard names.insert(attributeName).inserted else { continue }
      handle(
        attribute.value, attributeName, of: name, place, isLink: isLink, leadsNowhere: leadsNowhere, in: page)
    }
  }

  private mutating func followHead(_ tag: borrowing TagToken, _ name: ElementName) {
    switch name {
    case .html, .base, .basefont, .bgsound, .link, .meta, .title, .noscript, .noframes, .style, .script,
      .template:
      break
    case .head: survey.head = survey.head ?? tag.range
    // Anything else stands in the body (HTML standard, sections 13.2.6.4.4 and 13.2.6.4.6), whether or not
    // the page says where that begins. Text between the elements of the head, which also ends it, is not
    // looked at.
    default: isHeadOver = true
    }
  }

  private mutating func handle(
    _ value: Range<Int>, _ name: String, of element: ElementName, _ place: PageScanner.Place, isLink: Bool,
    leadsNowhere: Bool, in page: Span<UInt8>
  ) {
    switch (element, name) {
    case (.script, "src"):
      if place == .html { noteScriptAddress(value, in: page) }
    case (.a, "href") where place == .foreign, (.a, "xlink:href") where place == .foreign:
      note(value, .svgLink, ifURLIn: page)
    case (.a, "href"):
      // A web address is a link's. What a browser runs as a script is looked into.
      if leadsNowhere {
        noteAddresses(in: value, .handler(attribute: name, leadsNowhere: true), page)
      }
    case (.area, "href"): note(value, .area, ifURLIn: page)
    case (.form, "action"), (.button, "formaction"), (.input, "formaction"):
      note(value, .form, ifURLIn: page)
    case (.iframe, "src"), (.frame, "src"), (.embed, "src"), (.object, "data"):
      note(value, .frame, ifURLIn: page)
    default:
      // What stands beside a link's own address is about the link: statistics, as a rule.
      guard !isLink || leadsNowhere else { return }
      if name.hasPrefix("data-"), name != "data-tracking-group" {
        noteAddresses(in: value, .data(attribute: name), page)
      } else if Self.handlerPrefixes.contains(where: name.hasPrefix) {
        noteAddresses(in: value, .handler(attribute: name, leadsNowhere: leadsNowhere), page)
      }
    }
  }

  /// Handlers of HTML, and of Vue, Alpine, Angular and htmx.
  private static let handlerPrefixes = ["on", "@", "v-on:", "x-on:", "ng-", "(", "hx-on"]

  /// Whether an anchor is one only for the handler it has: its `href` is missing, empty, a fragment or a script.
  private static func anchorLeadsNowhere(_ tag: borrowing TagToken, in page: Span<UInt8>) -> Bool {
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
  private mutating func note(
    _ value: Range<Int>, _ place: PageSurvey.HiddenLink.Place, ifURLIn page: Span<UInt8>
  ) {
    let base = URLOrigin.linkBase(pageAddress: root, baseHref: baseHref)
    guard let url = URLOrigin(Self.decoded(page, value), relativeTo: base),
      let group = classifier.group(hosting: url)
    else { return }
    survey.hiddenLinks.append(.init(range: value, place: place, group: group))
  }

  /// An attribute that holds a program, or anything.
  private mutating func noteAddresses(
    in value: Range<Int>, _ place: PageSurvey.HiddenLink.Place, _ page: Span<UInt8>
  ) {
    let decoded = CharacterReferences.decode(page.extracting(value))
    for address in addresses.addresses(in: decoded.bytes.span) {
      let start = value.lowerBound + decoded.offset(of: address.range.lowerBound)
      let end = value.lowerBound + decoded.offset(of: address.range.upperBound)
      survey.hiddenLinks.append(.init(range: start..<end, place: place, group: address.group))
    }
  }

  // MARK: Scripts, comments and the text for browsers without scripts

  private mutating func noteScript(
    _ tag: borrowing TagToken, _ place: PageScanner.Place, in page: Span<UInt8>
  ) {
    // What search engines read is no link of the page.
    let isLinkedData = tag.value(of: "type", in: page).map {
      Self.decoded(page, $0).lowercased().contains("ld+json")
    }
    nextScript = (place == .html, !(isLinkedData ?? false), place == .html && !isHeadOver)
  }

  private mutating func noteScriptAddress(_ value: Range<Int>, in page: Span<UInt8>) {
    let decoded = CharacterReferences.decode(page.extracting(value))
    for found in AnyTrackAddress.all(in: decoded.bytes.span) {
      let start = value.lowerBound + decoded.offset(of: found.range.lowerBound)
      let end = value.lowerBound + decoded.offset(of: found.range.upperBound)
      survey.anyTrackTags.append(
        .init(range: start..<end, property: found.property, isInHead: nextScript.isInHead))
    }
    if GoogleTagManager.isLoaded(by: decoded.bytes.span) { survey.tagManager = survey.tagManager ?? value }
  }

  mutating func rawText(_ text: Range<Int>, of name: ElementName, in page: Span<UInt8>) {
    switch name {
    case .script where nextScript.isProgram:
      noteAddresses(inText: text, .script, page)
      guard nextScript.isHTML else { return }
      let span = page.extracting(text)
      for found in AnyTrackAddress.all(in: span) {
        let start = text.lowerBound + found.range.lowerBound
        survey.anyTrackTags.append(
          .init(
            range: start..<start + found.range.count, property: found.property,
            isInHead: nextScript.isInHead))
      }
      if GoogleTagManager.isLoaded(by: span) { survey.tagManager = survey.tagManager ?? text }
    case .noscript:
      noteAddresses(inText: text, .noscript, page)
      if GoogleTagManager.isLoaded(by: page.extracting(text)) {
        survey.tagManager = survey.tagManager ?? text
      }
    default: break
    }
  }

  mutating func comment(_ comment: Range<Int>, in page: Span<UInt8>) {
    noteAddresses(inText: comment, .comment, page)
  }

  private mutating func noteAddresses(
    inText text: Range<Int>, _ place: PageSurvey.HiddenLink.Place, _ page: Span<UInt8>
  ) {
    for address in addresses.addresses(in: page.extracting(text)) {
      let start = text.lowerBound + address.range.lowerBound
      survey.hiddenLinks.append(
        .init(range: start..<start + address.range.count, place: place, group: address.group))
    }
  }

  // MARK: Texts

  private static func decoded(_ page: Span<UInt8>, _ value: Range<Int>) -> String {
    String(decoding: CharacterReferences.decode(page.extracting(value)).bytes, as: UTF8.self)
  }
}
