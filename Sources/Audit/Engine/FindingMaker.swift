internal import AutoTagBaseline
internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagSite

/// Makes findings of the violations on a page: lines, columns, excerpts and fingerprints.
enum FindingMaker {
  /// The violations of a check on a page, with the check as the configuration has it.
  struct Violations {
    let check: AuditCheck
    let violations: [Violation]
  }

  /// A violation, by the index of its check and its own among those of the check.
  private struct Entry {
    /// The marked bytes; empty and at the start where the whole file is meant.
    let mark: Range<Int>
    let isMarked: Bool
    let check: Int
    let violation: Int
  }

  /// - Parameter found: on one page, in any order.
  /// - Returns: in the order of the page.
  static func findings(_ found: [Violations], on page: PageUnderAudit) -> [Finding] {
    let bytes = page.bytes.span
    var entries: [Entry] = []
    entries.reserveCapacity(found.reduce(0) { $0 + $1.violations.count })
    for (check, group) in found.enumerated() {
      for (number, violation) in group.violations.enumerated() {
        let mark = mark(of: violation, on: page)
        entries.append(Entry(mark: mark ?? 0..<0, isMarked: mark != nil, check: check, violation: number))
      }
    }
    func words(_ entry: Entry) -> (code: String, message: String) {
      (found[entry.check].check.code, found[entry.check].violations[entry.violation].message)
    }
    entries.sort { one, other in
      if one.mark.lowerBound != other.mark.lowerBound { return one.mark.lowerBound < other.mark.lowerBound }
      if one.mark.upperBound != other.mark.upperBound { return one.mark.upperBound < other.mark.upperBound }
      return words(one) < words(other)
    }
    let stems = found.map { Fingerprint(code: $0.check.code, subject: page.file) }
    var position = LineColumnCounter()
    var ordinals: [UInt64: Int] = [:]
    ordinals.reserveCapacity(entries.count)
    return entries.map { entry in
      let violation = found[entry.check].violations[entry.violation]
      var fingerprint = stems[entry.check]
      if entry.isMarked {
        fingerprint.add(bytes.extracting(entry.mark))
        position.advance(to: entry.mark.lowerBound, in: bytes)
      } else {
        // Of a finding about the whole file its message is all there is to tell it by.
        fingerprint.add(MessageText(violation.message).text.utf8Span.span)
      }
      let ordinal = ordinals[fingerprint.value, default: 0]
      ordinals[fingerprint.value] = ordinal + 1
      fingerprint.add(ordinal: ordinal)
      return Finding(
        code: found[entry.check].check.code, severity: found[entry.check].check.severity, file: page.file,
        line: entry.isMarked ? position.line : 1,
        column: entry.isMarked ? position.column : 1, range: entry.mark,
        excerpt: entry.isMarked ? ExcerptMaker.excerpt(of: entry.mark, in: bytes) : nil,
        message: violation.message, fix: violation.fix, isRepairedByRewrite: violation.isRepairedByRewrite,
        link: violation.link.flatMap { page.listed.indices.contains($0) ? page.listed[$0] : nil },
        fingerprint: fingerprint.text)
    }
  }

  /// The bytes to mark: the violation's range without line ends at its start; where nothing is left (an empty `href`), the
  /// link's tag. `nil` where the whole file is meant.
  private static func mark(of violation: Violation, on page: PageUnderAudit) -> Range<Int>? {
    var range = violation.range.clamped(to: 0..<page.bytes.count)
    while !range.isEmpty, ExcerptMaker.endsLine(page.bytes[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
    }
    if !range.isEmpty { return range }
    guard let link = violation.link, page.records.indices.contains(link) else { return nil }
    return page.records[link].link.tagRange
  }
}

/// Cuts the line around a mark out of a page.
enum ExcerptMaker {
  /// Bytes shown before the mark, of it, and after it.
  private static let before = 80
  private static let marked = 240
  private static let after = 100
  /// Maximum bytes scanned back for the start of the line; without a bound, one-line pages take quadratic time.
  private static let reach = 20_000

  /// - Parameter mark: not empty, and not beginning with a line's end.
  static func excerpt(of mark: Range<Int>, in page: Span<UInt8>) -> Finding.Excerpt {
    var start = mark.lowerBound
    while start > 0, mark.lowerBound - start < before, !endsLine(page[start - 1]) { start -= 1 }
    let isCutBefore = start > 0 && !endsLine(page[start - 1])
    if isCutBefore { while start < mark.lowerBound, isContinuation(page[start]) { start += 1 } }

    var end = lineEnd(from: mark.lowerBound, within: min(mark.count, marked), of: page)
    let isMarkCut = end < mark.upperBound && !endsLine(page[end])
    if isMarkCut { while end > mark.lowerBound + 1, isContinuation(page[end]) { end -= 1 } }

    var last = isMarkCut ? end : lineEnd(from: end, within: after, of: page)
    let isCutAfter = last < page.count && !endsLine(page[last])
    if isCutAfter { while last > end, isContinuation(page[last]) { last -= 1 } }
    return Finding.Excerpt(
      before: text(page, start..<mark.lowerBound), marked: text(page, mark.lowerBound..<end),
      after: text(page, end..<last), isCutBefore: isCutBefore, isCutAfter: isCutAfter,
      cutUTF16Length: isCutBefore ? utf16Length(ofLineBefore: start, in: page) : 0)
  }

  /// The number of UTF-16 code units of a line in UTF-8 before an offset; `nil` where the line begins too far away.
  private static func utf16Length(ofLineBefore end: Int, in page: Span<UInt8>) -> Int? {
    var length = 0
    var start = end
    while start > 0, !endsLine(page[start - 1]) {
      guard end - start < reach else { return nil }
      start -= 1
      // A character has one unit, and two where it has four bytes.
      if !isContinuation(page[start]) { length += page[start] >= 0xF0 ? 2 : 1 }
    }
    return length
  }

  /// The offset of the next line end, or `length` bytes on where there is none before.
  private static func lineEnd(from start: Int, within length: Int, of page: Span<UInt8>) -> Int {
    let part = page.extracting(start..<min(start + length, page.count))
    let feed = ByteSearch.first(UInt8(ascii: "\n"), in: part, from: 0)
    return start + ByteSearch.first(UInt8(ascii: "\r"), in: part.extracting(0..<feed), from: 0)
  }

  static func endsLine(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  private static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  private static func text(_ page: Span<UInt8>, _ range: Range<Int>) -> String {
    page.extracting(range).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
  }
}
