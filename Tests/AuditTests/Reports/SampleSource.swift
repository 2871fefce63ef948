import AutoTagAudit

/// A page's source, from which findings and links take their ranges.
struct SampleSource {
  let file: String
  private let bytes: [UInt8]

  init(_ file: String, _ text: String) {
    self.file = file
    bytes = Array(text.utf8)
  }

  /// How many bytes of a line an excerpt holds on each side.
  private static let context = 80

  func finding(
    _ code: String, _ severity: Severity, at marked: String, _ message: String, fix: String,
    isRepaired: Bool = false, link: Int? = nil, count: Int = 0
  ) -> Finding {
    let range = range(of: marked)
    let line = lineAndColumn(of: range.lowerBound)
    let start = range.lowerBound - (line.column - 1)
    let end = bytes[range.upperBound...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
    let from = max(start, range.lowerBound - Self.context)
    let to = min(end, range.upperBound + Self.context)
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    return Finding(
      code: code, severity: severity, file: file, line: line.line, column: line.column, range: range,
      excerpt: .init(
        before: text(from..<range.lowerBound), marked: text(range), after: text(range.upperBound..<to),
        isCutBefore: from > start, isCutAfter: to < end),
      message: message, fix: fix, isRepairedByRewrite: isRepaired, link: link,
      fingerprint: String((range.lowerBound + 1) &* 2_654_435_761 &+ count &+ code.utf8.count, radix: 16))
  }

  func wholeFile(_ code: String, _ severity: Severity, _ message: String) -> Finding {
    Finding(
      code: code, severity: severity, file: file, line: 1, column: 1, range: 0..<0, excerpt: nil,
      message: message, fix: "Put it there.", isRepairedByRewrite: false, link: nil, fingerprint: "abcdef0123"
    )
  }

  func link(
    at marked: String, text: String, _ kind: AuditedLink.Kind, id: String?, mid: String? = nil,
    offerid: String? = nil, destination: String? = nil, _ state: AuditedLink.State,
    chain: AuditedLink.Chain? = nil
  ) -> AuditedLink {
    let position = lineAndColumn(of: range(of: marked).lowerBound)
    return AuditedLink(
      line: position.line, column: position.column, href: marked, text: text, group: "rakuten", kind: kind,
      id: id,
      mid: mid, offerid: offerid, destination: destination, state: state, chain: chain)
  }

  private func range(of marked: String) -> Range<Int> {
    let needle = Array(marked.utf8)
    let start = bytes.indices.first { bytes[$0...].starts(with: needle) } ?? 0
    return start..<start + needle.count
  }

  private func lineAndColumn(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<offset]
    let start = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (before.count { $0 == UInt8(ascii: "\n") } + 1, offset - start + 1)
  }
}
