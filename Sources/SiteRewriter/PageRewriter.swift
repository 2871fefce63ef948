package import HTMLLinks
internal import TrackingLinks

/// Rewrites one page after the other: bytes in, edits out. Each worker has one of its own.
public final class PageRewriter {
  private let rules: PageRules
  private let classifier: LinkClassifier
  private let reader: LinkReader
  private let prefilter: PagePrefilter
  /// The site's root as an address; relative links keep its host.
  private let root: WebURL?

  public convenience init(rules: PageRules) {
    self.init(rules: rules, reader: LinkReader())
  }

  package init(rules: PageRules, reader: LinkReader) {
    self.rules = rules
    self.reader = reader
    classifier = LinkClassifier(groups: rules.groups)
    root = rules.baseURL.flatMap { WebURL($0) }
    let rootIsAGroups = root.map { [classifier] in classifier.group(hosting: $0) != nil } ?? false
    prefilter = PagePrefilter(classifier: classifier, relativeLinksMayMatter: rootIsAGroups)
  }

  /// What became of one page.
  public struct Outcome {
    /// The places that changed: ranges of the page as it was, ascending, each with what stands there now.
    public var edits: [Edit] = []
    /// Counts by tracking group name.
    public var links: [String: RunSummary.Links] = [:]
    /// Problems of this page. One with severity `failure` means: left alone.
    public var problems: [Problem] = []

    /// The page with its edits; `nil` when no byte changes.
    /// - Parameter page: the page that the outcome is of.
    public func rewritten(_ page: [UInt8]) -> [UInt8]? {
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

  public struct Edit: Sendable, Equatable {
    public let range: Range<Int>
    public let replacement: [UInt8]

    public init(range: Range<Int>, replacement: [UInt8]) {
      self.range = range
      self.replacement = replacement
    }
  }

  /// - Parameters:
  ///   - page: the file's bytes.
  ///   - file: its path relative to the site's root with `/`, for problems and for relative links.
  public func rewrite(_ page: [UInt8], file: String) -> Outcome {
    rewrite(page.span, file: file)
  }

  /// As `rewrite(_:file:)` with an array.
  public func rewrite(_ bytes: Span<UInt8>, file: String) -> Outcome {
    // Bytes of a wide encoding show in the first two; in any other, most pages are let go before anything
    // else is asked of them.
    guard Self.mayBeWide(bytes) || prefilter.mayHoldLink(bytes) else { return Outcome() }
    switch TextEncoding.of(bytes) {
    case .asciiCompatible:
      return rewriteASCIICompatible(bytes, file: file)
    case .utf16(let bigEndian):
      let page = UTF16Page(bytes, bigEndian: bigEndian)
      guard prefilter.mayHoldLink(page.utf8.span) else { return Outcome() }
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
    var outcome = Outcome()
    let pageLinks: PageLinks
    do throws(PageError) {
      pageLinks = try reader.links(of: bytes) { href, rel, hasTrackingGroup in
        let rawHref = bytes.extracting(href)
        if let rel {
          return classifier.mayMatter(
            rawHref: rawHref, rawRel: bytes.extracting(rel), hasTrackingGroup: hasTrackingGroup,
            relativeMayMatter: true)
        }
        return classifier.mayMatter(
          rawHref: rawHref, rawRel: nil, hasTrackingGroup: hasTrackingGroup, relativeMayMatter: true)
      }
    } catch {
      outcome.problems.append(
        Problem(.failure, file: file, code: "page-not-read", message: error.description))
      return outcome
    }
    let base = WebURL.linkBase(pageAddress: root, baseHref: pageLinks.baseHref)
    var place = PlaceInText()
    for link in pageLinks.links {
      func report(_ code: String, _ message: String) {
        place.advance(to: link.hrefRange.lowerBound, in: bytes)
        outcome.problems.append(
          Problem(
            .note, file: file, line: place.line, column: place.column, code: code, message: message))
      }
      switch classifier.classify(link, relativeTo: base) {
      case .unrelated:
        continue
      case .contradiction(let group, let named):
        report(
          "group-contradicts-host",
          "the link leads to \(group.name) and its data-tracking-group says \(named): "
            + "correct the attribute or remove it")
      case .uneditable(let group, _, let reason):
        outcome.links[group.name, default: .init()].affiliate += 1
        outcome.links[group.name, default: .init()].skippedByReason[reason.code, default: 0] += 1
        report(reason.code, reason.description)
      case .affiliate(let group, _):
        var counts = outcome.links[group.name] ?? .init()
        counts.affiliate += 1
        let decision = SubidEdit.decide(
          bytes.extracting(link.hrefRange), for: group, existing: rules.existingSubid,
          isXHTML: pageLinks.isXHTML)
        switch decision.outcome {
        case .edit(let edit):
          counts.tagged += 1
          let start = link.hrefRange.lowerBound
          outcome.edits.append(
            Edit(
              range: start + edit.range.lowerBound..<start + edit.range.upperBound,
              replacement: edit.replacement))
        case .alreadyTagged:
          counts.alreadyTagged += 1
        case .kept(let value):
          counts.keptSubid += 1
          report(
            "kept-subid",
            "\(group.subid) is \(value) already and was kept: remove it, or set existing-subid to replace")
        case .skipped(let skip):
          counts.skippedByReason[skip.code, default: 0] += 1
          report(skip.code, skip.description)
        }
        for note in decision.notes {
          switch note {
          case .otherCase(let name):
            report(
              "other-case-subid",
              "\(name) is not \(group.subid), and the network ignores it: remove it")
          case .encodedToken:
            report(
              "encoded-token",
              "the click-id token is percent-encoded, so that nothing replaces it: write \(group.token)")
          }
        }
        outcome.links[group.name] = counts
      }
    }
    return outcome
  }

  private static func mayBeWide(_ page: Span<UInt8>) -> Bool {
    guard page.count >= 2 else { return false }
    return page[0] >= 0xFE || page[0] == 0 || page[1] == 0
  }
}

/// Line and column of places asked for in ascending order.
private struct PlaceInText {
  private(set) var line = 1
  private var position = 0
  private var lineStart = 0

  var column: Int { position - lineStart + 1 }

  mutating func advance(to target: Int, in page: Span<UInt8>) {
    while position < target {
      let byte = page[position]
      position += 1
      let endsLine =
        byte == 0x0A || (byte == 0x0D && !(position < page.count && page[position] == 0x0A))
      if endsLine {
        line += 1
        lineStart = position
      }
    }
  }
}
