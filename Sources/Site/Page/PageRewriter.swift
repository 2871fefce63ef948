internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

/// Rewrites one page after the other: bytes in, edits out. Each worker has one of its own.
package final class PageRewriter {
  /// The most bytes of a page, 2 GiB: positions in a page are counted in 32 bits.
  package static let largestPage = Int(Int32.max)

  /// The use of relative links on a page without `<base href>`.
  private enum RelativeLinks {
    /// Redirects are not looked behind: none is a group's.
    case unrelated
    /// Some are redirects that lead to a group.
    case redirected(LinkLookups)
    /// The site's root is on a group's host: all may be its.
    case ofGroup

    var lookups: LinkLookups? { if case .redirected(let lookups) = self { lookups } else { nil } }
  }

  private let rules: TaggingOptions
  private let wanted: PageOutcome.Wanted
  private let reader: LinkReader
  private let classifier: LinkClassifier
  /// The `classifier` with the hosts of the site itself, where redirects are looked behind.
  private let filter: LinkClassifier
  private let prefilter: PagePrefilter
  private let addresses: AddressSearch
  /// The site's root as an address; relative links keep its host.
  private let root: URLOrigin?
  private let relativeLinks: RelativeLinks
  /// `nil` where links of pages alone get codes.
  let places: CodePlaces?

  package convenience init(rules: TaggingOptions, wanted: PageOutcome.Wanted = .edits) {
    self.init(rules: rules, wanted: wanted, reader: LinkReader())
  }

  init(rules: TaggingOptions, wanted: PageOutcome.Wanted = .edits, reader: LinkReader) {
    self.rules = rules
    self.wanted = wanted
    self.reader = reader
    classifier = LinkClassifier(groups: rules.groups)
    addresses = AddressSearch(groups: rules.groups)
    filter = LinkClassifier(groups: rules.groups, lettingThrough: rules.redirects?.hosts ?? [])
    root = rules.baseURL.flatMap { URLOrigin($0) }
    places = CodePlaces(rules)
    var also: PagePrefilter.Also = wanted == .decisions ? .anyGroupName : .misspeltGroupName
    if let root, classifier.group(hosting: root) != nil {
      relativeLinks = .ofGroup
      also.insert(.relativeLinks)
    } else {
      relativeLinks = rules.redirects.map { .redirected(LinkLookups($0)) } ?? .unrelated
    }
    prefilter = PagePrefilter(classifier: filter, also: also)
  }

  // MARK: Pages

  /// - Parameters:
  ///   - page: the file's bytes.
  ///   - file: its path relative to the site's root with `/`, for problems and for relative links.
  package func rewrite(_ page: [UInt8], file: String) -> PageOutcome {
    rewrite(page.span, file: file)
  }

  /// Rewrites a page that is lent.
  package func rewrite(_ bytes: Span<UInt8>, file: String) -> PageOutcome {
    rewrite(bytes) { file }
  }

  /// Rewrites a page that is lent; its path is only asked for where it matters.
  func rewrite(_ bytes: Span<UInt8>, file: () -> String) -> PageOutcome {
    guard let lookups = relativeLinks.lookups else {
      return mayChange(bytes) ? rewriteWhole(bytes, file: file()) : PageOutcome()
    }
    let file = file()
    lookups.start(page: file)
    let mayChange =
      mayChange(bytes) || isFeed(file) || PagePrefilter.mayHoldHref(bytes) { lookups.mayMatter($0) }
    return mayChange ? rewriteWhole(bytes, file: file) : PageOutcome()
  }

  /// Returns false for a page on which there is nothing to do, nor to say about it, if no redirects are looked behind. Most
  /// pages are let go by this alone.
  package func mayChange(_ bytes: Span<UInt8>) -> Bool {
    // Bytes of a wide encoding show in the first two.
    Self.mayBeWide(bytes) || prefilter.mayHoldLink(bytes) || places?.mayHoldLink(bytes) == true
      || rules.hasOtherPages && addresses.isIn(bytes, isLast: true)
  }

  /// Returns true for a feed whose links get codes.
  /// - Parameter file: relative to the site's root.
  package func isFeed(_ file: String) -> Bool { places?.isFeed(file) == true }

  private func rewriteWhole(_ bytes: Span<UInt8>, file: String) -> PageOutcome {
    switch TextEncoding.of(bytes) {
    case .asciiCompatible:
      return rewriteASCIICompatible(bytes, file: file)
    case .utf16(let bigEndian):
      let page = UTF16Page(bytes, bigEndian: bigEndian)
      guard
        relativeLinks.lookups != nil || rules.hasOtherPages || prefilter.mayHoldLink(page.utf8.span)
          || places?.mayHoldLink(page.utf8.span) == true
      else {
        return PageOutcome()
      }
      var outcome = rewriteASCIICompatible(page.utf8.span, file: file)
      var offsets = UTF16Page.OffsetMap()
      outcome.edits = outcome.edits.map { edit in
        let start = offsets.offset(of: edit.range.lowerBound, in: page)
        let end = offsets.offset(of: edit.range.upperBound, in: page)
        return Edit(range: start..<end, replacement: page.encoded(edit.replacement))
      }
      return outcome
    case .unsupported(let name):
      return failure(.unsupportedEncoding(name), file)
    }
  }

  private func rewriteASCIICompatible(_ bytes: Span<UInt8>, file: String) -> PageOutcome {
    if isFeed(file) { return rewriteFeed(bytes, file: file) }
    do throws(PageError) {
      var relativeMayMatter = false
      if case .ofGroup = relativeLinks { relativeMayMatter = true }
      var pageLinks = try links(of: bytes, relativeMayMatter: relativeMayMatter)
      let base = URLOrigin.linkBase(pageAddress: root, baseHref: pageLinks.baseHref)
      let lookups = relativeLinks.lookups
      if !relativeMayMatter, pageLinks.baseHref != nil,
        lookups != nil || classifier.group(hosting: base) != nil
      {
        pageLinks = try links(of: bytes, relativeMayMatter: true)
      }
      var tagger = LinkTagger(
        rules: rules, file: file, isXHTML: pageLinks.isXHTML, baseHref: pageLinks.baseHref,
        wanted: wanted, lookups: pageLinks.baseHref == nil ? lookups : nil, addresses: addresses)
      let links = try withNoscript(pageLinks, of: bytes) { (part) throws(PageError) in
        try self.links(of: part, relativeMayMatter: relativeMayMatter || pageLinks.baseHref != nil)
      }
      handle(links, base, in: bytes, &tagger)
      if rules.isOther(file), rules.task == .tag { tagger.reportAddresses(outside: links, in: bytes) }
      return tagger.outcome
    } catch {
      return failure(.pageNotRead(because: error.description), file)
    }
  }

  private func handle(
    _ links: [PlacedLink], _ base: URLOrigin, in bytes: Span<UInt8>, _ tagger: inout LinkTagger
  ) {
    for placed in links {
      tagger.isXHTML = placed.isXML
      let link = placed.link
      let classification = classifier.classify(link, relativeTo: base)
      if placed.place != .page {
        guard let group = tagger.group(of: link, as: classification, in: bytes),
          places?.has(group, in: placed.place, of: tagger.file) == true
        else { continue }
      }
      tagger.handle(link, as: classification, in: bytes)
    }
  }

  private func rewriteFeed(_ bytes: Span<UInt8>, file: String) -> PageOutcome {
    guard let feed = FeedPage(bytes) else { return failure(.feedNotRead, file) }
    do throws(PageError) {
      var relativeMayMatter = false
      if case .ofGroup = relativeLinks { relativeMayMatter = true }
      let links = try self.links(of: feed) { (part) throws(PageError) in
        try self.links(of: part, relativeMayMatter: relativeMayMatter)
      }
      var tagger = LinkTagger(
        rules: rules, file: file, isXHTML: true, baseHref: nil, wanted: wanted,
        lookups: relativeLinks.lookups, addresses: addresses)
      tagger.annotates = false
      handle(links, URLOrigin.linkBase(pageAddress: root, baseHref: nil), in: feed.text.span, &tagger)
      tagger.outcome.edits = tagger.outcome.edits.map(feed.edit)
      return tagger.outcome
    } catch {
      return failure(.pageNotRead(because: error.description), file)
    }
  }

  private func failure(_ fault: Fault, _ file: String) -> PageOutcome {
    var outcome = PageOutcome()
    outcome.problems.append(Problem(fault, file: file))
    return outcome
  }

  private func links(of bytes: Span<UInt8>, relativeMayMatter: Bool) throws(PageError) -> PageLinks {
    func mayMatter(_ href: Span<UInt8>, _ rel: Range<Int>?, _ hasTrackingGroup: Bool) -> Bool {
      if let rel {
        return filter.mayMatter(
          rawHref: href, rawRel: bytes.extracting(rel), hasTrackingGroup: hasTrackingGroup,
          relativeMayMatter: relativeMayMatter)
      }
      return filter.mayMatter(
        rawHref: href, rawRel: nil, hasTrackingGroup: hasTrackingGroup,
        relativeMayMatter: relativeMayMatter)
    }
    guard !relativeMayMatter, let lookups = relativeLinks.lookups else {
      return try reader.links(of: bytes) { mayMatter(bytes.extracting($0), $1, $2) }
    }
    return try reader.links(of: bytes) { href, rel, hasTrackingGroup in
      let href = bytes.extracting(href)
      return lookups.lookupOnSite(href) != nil || mayMatter(href, rel, hasTrackingGroup)
    }
  }

  private static func mayBeWide(_ page: Span<UInt8>) -> Bool {
    guard page.count >= 2 else { return false }
    return page[0] >= 0xFE || page[0] == 0 || page[1] == 0
  }
  // MARK: Single links

  /// Decides about a link as if it stood in quotes on a page of the site without `<base href>`.
  /// - Parameters:
  ///   - href: the link, its character references decoded.
  ///   - rel: the value of its `rel`.
  ///   - trackingGroup: the value of its `data-tracking-group`.
  ///   - file: the page's path relative to the site's root with `/`.
  package func decide(
    href: String, rel: String? = nil, trackingGroup: String? = nil, onPage file: String
  ) -> DecidedLink {
    var tag = Array("<a href=\"".utf8)
    let start = tag.count
    for byte in href.utf8 {
      switch byte {
      case UInt8(ascii: "&"): tag += "&amp;".utf8
      case UInt8(ascii: "\""): tag += "&quot;".utf8
      default: tag.append(byte)
      }
    }
    let range = start..<tag.count
    tag += "\">".utf8
    let link = Link(
      tagRange: tag.indices, hrefRange: range, href: Self.decoded(tag[range]), rel: rel,
      trackingGroup: trackingGroup)
    relativeLinks.lookups?.start(page: file)
    var tagger = LinkTagger(
      rules: rules, file: file, isXHTML: false, baseHref: nil, wanted: .decisions,
      lookups: relativeLinks.lookups, addresses: addresses)
    let base = URLOrigin.linkBase(pageAddress: root, baseHref: nil)
    tagger.handle(link, as: classifier.classify(link, relativeTo: base), in: tag.span)
    let outcome = tagger.outcome
    let result = outcome.rewritten(tag).map { tag in
      Self.decoded(tag[start...].prefix { $0 != UInt8(ascii: "\"") })
    }
    return DecidedLink(
      decision: outcome.records.first?.decision, group: outcome.records.first?.group, result: result,
      problems: outcome.problems)
  }

  private static func decoded(_ value: ArraySlice<UInt8>) -> String {
    String(decoding: CharacterReferences.decode(value.span).bytes, as: UTF8.self)
  }
}
