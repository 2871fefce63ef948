internal import HTMLLinks
internal import SiteRewriter

/// Makes findings of what rules found on a page: lines, columns, excerpts and fingerprints.
struct FindingMaker {
  /// What a rule found, with the rule as the configuration has it.
  struct RuleHit {
    let rule: AuditRule
    let hit: Hit
  }

  /// - Parameter hits: of one page, in any order.
  /// - Returns: in the order of their places.
  static func findings(_ hits: [RuleHit], on page: PageUnderAudit) -> [Finding] {
    let bytes = page.bytes.span
    var marked = hits.map { (mark: mark(of: $0.hit, on: page), rule: $0.rule, hit: $0.hit) }
    marked.sort {
      let (one, other) = ($0.mark ?? 0..<0, $1.mark ?? 0..<0)
      if one.lowerBound != other.lowerBound { return one.lowerBound < other.lowerBound }
      if one.upperBound != other.upperBound { return one.upperBound < other.upperBound }
      return ($0.rule.code, $0.hit.message) < ($1.rule.code, $1.hit.message)
    }
    var place = PlaceInText()
    var ordinals: [UInt64: Int] = [:]
    return marked.map { mark, rule, hit in
      // Of a finding about the whole file its message is all there is to tell it by.
      var fingerprint = Fingerprint(
        code: rule.code, file: page.file, text: mark.map { page.bytes[$0] } ?? ArraySlice(hit.message.utf8))
      let ordinal = ordinals[fingerprint.value, default: 0]
      ordinals[fingerprint.value] = ordinal + 1
      fingerprint.add(ordinal: ordinal)
      if let mark { place.advance(to: mark.lowerBound, in: bytes) }
      return Finding(
        code: rule.code, severity: rule.severity, file: page.file, line: mark == nil ? 1 : place.line,
        column: mark == nil ? 1 : place.column, range: mark ?? 0..<0,
        excerpt: mark.map { ExcerptMaker.excerpt(of: $0, in: bytes) }, message: hit.message, fix: hit.fix,
        isRepairedByRewrite: hit.isRepairedByRewrite, link: hit.link, fingerprint: fingerprint.text)
    }
  }

  /// What is shown: the hit's range without line ends at its start; where nothing is left (an empty `href`), the
  /// link's tag. `nil` where the whole file is meant.
  private static func mark(of hit: Hit, on page: PageUnderAudit) -> Range<Int>? {
    var range = hit.range.clamped(to: 0..<page.bytes.count)
    while !range.isEmpty, ExcerptMaker.endsLine(page.bytes[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
    }
    if !range.isEmpty { return range }
    guard let link = hit.link, page.records.indices.contains(link) else { return nil }
    return page.records[link].link.tagRange
  }
}
