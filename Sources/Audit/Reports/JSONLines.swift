internal import AutoTagBytes
import AutoTagSite
internal import AutoTagText

/// The lines of the JSON report, one for each link and each finding. There are as many as the site has links, so that
/// they are written field by field and not made of values first.
enum JSONLines {
  /// The way in which the items of a list are told apart.
  enum Form {
    /// Each on a line of its own, as a page of the report has them.
    case apart
    case onOneLine
  }

  static func write(_ links: [AuditedLink], of page: String, _ form: Form, to buffer: inout JSONBuffer) {
    writeList(links, form, to: &buffer) { write($0, of: page, to: &$1) }
  }

  static func write(_ findings: [Finding], _ form: Form, to buffer: inout JSONBuffer) {
    writeList(findings, form, to: &buffer) { write($0, to: &$1) }
  }

  private static func writeList<Item>(
    _ items: [Item], _ form: Form, to buffer: inout JSONBuffer, _ write: (Item, inout JSONBuffer) -> Void
  ) {
    buffer.append("[")
    for (index, item) in items.enumerated() {
      switch form {
      case .apart: if index == 0 { buffer.append("\n        ") } else { buffer.append(",\n        ") }
      case .onOneLine: if index > 0 { buffer.append(", ") }
      }
      write(item, &buffer)
    }
    if form == .apart, !items.isEmpty { buffer.append("\n      ") }
    buffer.append("]")
  }

  static func write(_ link: AuditedLink, of page: String, to buffer: inout JSONBuffer) {
    buffer.write("{\"page\": ", page)
    buffer.write(", \"line\": ", link.line)
    buffer.write(", \"column\": ", link.column)
    buffer.write(", \"text\": ", link.text)
    buffer.write(", \"href\": ", link.href)
    buffer.write(", \"group\": ", link.group)
    buffer.write(", \"kind\": ", link.kind.rawValue)
    buffer.write(", \"id\": ", link.id)
    buffer.write(", \"mid\": ", link.mid)
    buffer.write(", \"offerid\": ", link.offerid)
    buffer.write(", \"destination\": ", link.destination)
    buffer.write(", \"state\": ", link.state.rawValue)
    buffer.append(", \"chain\": ")
    if let chain = link.chain { write(chain, to: &buffer) } else { buffer.append("null") }
    buffer.append("}")
  }

  private static func write(_ chain: AuditedLink.Chain, to buffer: inout JSONBuffer) {
    buffer.append("{\"hops\": [")
    for (index, hop) in chain.hops.enumerated() {
      if index > 0 { buffer.append(", ") }
      buffer.write("{\"from\": ", hop.from)
      buffer.write(", \"to\": ", hop.to)
      buffer.write(", \"status\": ", hop.status)
      buffer.write(", \"place\": ", hop.source)
      buffer.append("}")
    }
    buffer.write("], \"end\": ", chain.end)
    buffer.write(", \"query\": ", chain.query.rawValue)
    buffer.write(", \"deciding_hop\": ", chain.decidingHop)
    buffer.write(", \"reason\": ", chain.reason)
    buffer.append("}")
  }

  static func write(_ finding: Finding, to buffer: inout JSONBuffer) {
    buffer.write("{\"code\": ", finding.code)
    buffer.write(", \"severity\": ", finding.severity.rawValue)
    buffer.write(", \"file\": ", finding.file)
    buffer.write(", \"line\": ", finding.line)
    buffer.write(", \"column\": ", finding.column)
    buffer.write(", \"range\": {\"start\": ", finding.range.lowerBound)
    buffer.write(", \"end\": ", finding.range.upperBound)
    buffer.append("}, \"excerpt\": ")
    if let excerpt = finding.excerpt { write(excerpt, to: &buffer) } else { buffer.append("null") }
    buffer.write(", \"message\": ", PastedText.withLineEnds(finding.message))
    buffer.write(", \"fix\": ", PastedText.withLineEnds(finding.fix))
    buffer.write(", \"repaired_by_rewrite\": ", finding.isRepairedByRewrite)
    buffer.write(", \"link\": ", finding.link)
    buffer.write(", \"fingerprint\": ", finding.fingerprint)
    if let source = finding.source {
      buffer.write(", \"source\": {\"file\": ", PathText.shown(source.path))
      buffer.write(", \"line\": ", source.line)
      buffer.append("}")
    }
    buffer.append("}")
  }

  private static func write(_ excerpt: Finding.Excerpt, to buffer: inout JSONBuffer) {
    buffer.write("{\"before\": ", excerpt.before)
    buffer.write(", \"marked\": ", excerpt.marked)
    buffer.write(", \"after\": ", excerpt.after)
    buffer.write(", \"cut_before\": ", excerpt.isCutBefore)
    buffer.write(", \"cut_after\": ", excerpt.isCutAfter)
    buffer.append("}")
  }
}
