package import AutoTagHTML
internal import AutoTagRedirects
package import AutoTagTracking
internal import AutoTagWebURL

/// Rewrites one page after the other: bytes in, edits out. Each worker has one of its own.
package final class PageRewriter {
  /// The most bytes of a page, 2 GiB: positions in a page are counted in 32 bits.
  package static let largestPage = Int(Int32.max)

  private let rules: TaggingOptions
  private let classifier: LinkClassifier
  private let reader: LinkReader
  /// As `classifier`, and what belongs to the site itself may matter too where redirects are looked behind.
  private let filter: LinkClassifier
  private let prefilter: PagePrefilter
  private let relativeLinksMayMatter: Bool
  /// What redirects have to do with relative links; `nil` where they have nothing to do with any, or where every
  /// relative link matters by itself.
  private let lookups: LinkLookups?
  /// The site's root as an address; relative links keep its host.
  private let root: URLOrigin?
  private let keepsRecords: Bool

  /// - Parameter keepsRecords: whether `Outcome.records` is filled.
  package convenience init(rules: TaggingOptions, keepsRecords: Bool = false) {
    self.init(rules: rules, reader: LinkReader(), keepsRecords: keepsRecords)
  }

  /// - Parameter looksUpEveryLink: whether to take every relative link all the way where redirects are looked behind,
  ///   though it can make no difference. That is for tests.
  package init(
    rules: TaggingOptions, reader: LinkReader, keepsRecords: Bool = false, looksUpEveryLink: Bool = false
  ) {
    self.rules = rules
    self.keepsRecords = keepsRecords
    self.reader = reader
    classifier = LinkClassifier(groups: rules.groups)
    root = rules.baseURL.flatMap { URLOrigin($0) }
    let rootIsAGroups = root.map { [classifier] in classifier.group(hosting: $0) != nil } ?? false
    relativeLinksMayMatter = rootIsAGroups || rules.redirects != nil && looksUpEveryLink
    lookups = relativeLinksMayMatter ? nil : rules.redirects.map(LinkLookups.init)
    filter = LinkClassifier(groups: rules.groups, lettingThrough: rules.redirects?.hosts ?? [])
    // A misspelt group is worth a record.
    prefilter = PagePrefilter(
      classifier: filter, relativeLinksMayMatter: relativeLinksMayMatter, anyGroupNameMatters: keepsRecords)
  }

  /// What became of one page.
  package struct Outcome {
    /// The places that changed: ranges of the page as it was, ascending, each with what stands there now.
    package var edits: [Edit] = []
    /// Counts by tracking group name.
    package var links: [String: RunSummary.Links] = [:]
    /// Problems of this page. One with severity `failure` means: left alone.
    package var problems: [Problem] = []
    /// What is done with each link that a tracking group has to do with, in the order of the page; only where
    /// records are asked for. Its places are those of the page in UTF-8, where it is in UTF-16.
    package var records: [LinkRecord] = []

    /// The page with its edits; `nil` when no byte changes.
    /// - Parameter page: the page that the outcome is of.
    package func rewritten(_ page: [UInt8]) -> [UInt8]? {
      edits.isEmpty ? nil : Splice.joined(page.span, edits)
    }

    /// The edits could not be written: nothing is tagged.
    mutating func withdraw(because code: String) {
      edits = []
      for (name, var counts) in links where counts.tagged > 0 {
        counts.skippedByReason[code, default: 0] += counts.tagged
        counts.tagged = 0
        links[name] = counts
      }
    }
  }

  package struct Edit: Sendable, Equatable {
    package let range: Range<Int>
    package let replacement: [UInt8]

    package init(range: Range<Int>, replacement: [UInt8]) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// - Parameters:
  ///   - page: the file's bytes.
  ///   - file: its path relative to the site's root with `/`, for problems and for relative links.
  package func rewrite(_ page: [UInt8], file: String) -> Outcome {
    rewrite(page.span, file: file)
  }

  /// As `rewrite(_:file:)` with an array.
  package func rewrite(_ bytes: Span<UInt8>, file: String) -> Outcome {
    rewrite(bytes) { file }
  }

  /// As above; the file is only asked for where it matters.
  func rewrite(_ bytes: Span<UInt8>, file: () -> String) -> Outcome {
    guard let lookups else { return mayChange(bytes) ? rewriteWhole(bytes, file: file()) : Outcome() }
    let file = file()
    lookups.start(page: file)
    let mayChange = mayChange(bytes) || PagePrefilter.mayHoldHref(bytes) { lookups.mayMatter($0) }
    return mayChange ? rewriteWhole(bytes, file: file) : Outcome()
  }

  /// Whether there may be anything to do on a page, or to say about it, if no redirects are looked behind. Most pages
  /// are let go by this alone.
  package func mayChange(_ bytes: Span<UInt8>) -> Bool {
    // Bytes of a wide encoding show in the first two.
    Self.mayBeWide(bytes) || prefilter.mayHoldLink(bytes)
  }

  private func rewriteWhole(_ bytes: Span<UInt8>, file: String) -> Outcome {
    switch TextEncoding.of(bytes) {
    case .asciiCompatible:
      return rewriteASCIICompatible(bytes, file: file)
    case .utf16(let bigEndian):
      let page = UTF16Page(bytes, bigEndian: bigEndian)
      guard lookups != nil || prefilter.mayHoldLink(page.utf8.span) else { return Outcome() }
      var outcome = rewriteASCIICompatible(page.utf8.span, file: file)
      var places = UTF16Page.Places()
      outcome.edits = outcome.edits.map { edit in
        let start = places.offset(of: edit.range.lowerBound, in: page)
        let end = places.offset(of: edit.range.upperBound, in: page)
        return Edit(range: start..<end, replacement: page.encoded(edit.replacement))
      }
      return outcome
    case .unsupported(let name):
      var outcome = Outcome()
      outcome.problems.append(
        Problem(
          .failure, file: file, code: "unsupported-encoding",
          message: "the page is in \(name) and was left as it is: convert it to UTF-8"))
      return outcome
    }
  }

  private func rewriteASCIICompatible(_ bytes: Span<UInt8>, file: String) -> Outcome {
    do throws(PageError) {
      var pageLinks = try links(of: bytes, relativeMayMatter: relativeLinksMayMatter)
      let base = URLOrigin.linkBase(pageAddress: root, baseHref: pageLinks.baseHref)
      if !relativeLinksMayMatter, pageLinks.baseHref != nil,
        lookups != nil || classifier.group(hosting: base) != nil
      {
        pageLinks = try links(of: bytes, relativeMayMatter: true)
      }
      var tagger = LinkTagger(
        rules: rules, file: file, isXHTML: pageLinks.isXHTML, baseHref: pageLinks.baseHref,
        keepsRecords: keepsRecords, lookups: pageLinks.baseHref == nil ? lookups : nil)
      for link in pageLinks.links {
        tagger.handle(link, as: classifier.classify(link, relativeTo: base), in: bytes)
      }
      return tagger.outcome
    } catch {
      var outcome = Outcome()
      outcome.problems.append(
        Problem(.failure, file: file, code: "page-not-read", message: error.description))
      return outcome
    }
  }

  private func links(of bytes: Span<UInt8>, relativeMayMatter: Bool) throws(PageError) -> PageLinks {
    try reader.links(of: bytes) { href, rel, hasTrackingGroup in
      let rawHref = bytes.extracting(href)
      if let lookups, !relativeMayMatter, lookups.lookupOnSite(rawHref) != nil { return true }
      if let rel {
        return filter.mayMatter(
          rawHref: rawHref, rawRel: bytes.extracting(rel), hasTrackingGroup: hasTrackingGroup,
          relativeMayMatter: relativeMayMatter)
      }
      return filter.mayMatter(
        rawHref: rawHref, rawRel: nil, hasTrackingGroup: hasTrackingGroup,
        relativeMayMatter: relativeMayMatter)
    }
  }

  private static func mayBeWide(_ page: Span<UInt8>) -> Bool {
    guard page.count >= 2 else { return false }
    return page[0] >= 0xFE || page[0] == 0 || page[1] == 0
  }
}
