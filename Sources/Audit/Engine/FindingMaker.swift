internal import AutoTagHTML
internal import AutoTagSite

/// Makes findings of what rules found on a page: lines, columns, excerpts and fingerprints.
enum FindingMaker {
  /// What a rule found, with the rule as the configuration has it.
  struct RuleHits {
    let rule: AuditRule
    let hits: [Hit]
  }

  /// A hit, by its rule and its number among those of the rule.
  private struct Place {
    /// What is marked; empty and at the start where the whole file is meant.
    let mark: Range<Int>
    let isMarked: Bool
    let rule: Int
    let hit: Int
  }

  /// - Parameter found: on one page, in any order.
  /// - Returns: in the order of their places.
  static func findings(_ found: [RuleHits], on page: PageUnderAudit) -> [Finding] {
    let bytes = page.bytes.span
    var places: [Place] = []
    places.reserveCapacity(found.reduce(0) { $0 + $1.hits.count })
    for (rule, group) in found.enumerated() {
      for (number, hit) in group.hits.enumerated() {
        let mark = mark(of: hit, on: page)
        places.append(Place(mark: mark ?? 0..<0, isMarked: mark != nil, rule: rule, hit: number))
      }
    }
    places.sort { one, other in
      if one.mark.lowerBound != other.mark.lowerBound { return one.mark.lowerBound < other.mark.lowerBound }
      if one.mark.upperBound != other.mark.upperBound { return one.mark.upperBound < other.mark.upperBound }
      let (code, message) = (found[one.rule].rule.code, found[one.rule].hits[one.hit].message)
      return (code, message) < (found[other.rule].rule.code, found[other.rule].hits[other.hit].message)
    }
    let stems = found.map { Fingerprint(code: $0.rule.code, file: page.file) }
    var position = LineColumnCounter()
    var ordinals: [UInt64: Int] = [:]
    ordinals.reserveCapacity(places.count)
    return places.map { place in
      let rule = found[place.rule].rule
      let hit = found[place.rule].hits[place.hit]
      var fingerprint = stems[place.rule]
      if place.isMarked {
        fingerprint.add(bytes.extracting(place.mark))
        position.advance(to: place.mark.lowerBound, in: bytes)
      } else {
        // Of a finding about the whole file its message is all there is to tell it by.
        fingerprint.add(hit.message.utf8Span.span)
      }
      let ordinal = ordinals[fingerprint.value, default: 0]
      ordinals[fingerprint.value] = ordinal + 1
      fingerprint.add(ordinal: ordinal)
      return Finding(
        code: rule.code, severity: rule.severity, file: page.file, line: place.isMarked ? position.line : 1,
        column: place.isMarked ? position.column : 1, range: place.mark,
        excerpt: place.isMarked ? ExcerptMaker.excerpt(of: place.mark, in: bytes) : nil, message: hit.message,
        fix: hit.fix, isRepairedByRewrite: hit.isRepairedByRewrite, link: hit.link,
        fingerprint: fingerprint.text)
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
