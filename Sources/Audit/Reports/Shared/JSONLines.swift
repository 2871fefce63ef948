internal import AutoTagBytes

/// The lines of the JSON report, one for each link and each finding. There are as many as the site has links, so that
/// they are written field by field and not made of values first.
enum JSONLines {
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
      buffer.write(", \"place\": ", hop.place)
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
    buffer.write(", \"message\": ", finding.message)
    buffer.write(", \"fix\": ", finding.fix)
    buffer.write(", \"repaired_by_rewrite\": ", finding.isRepairedByRewrite)
    buffer.write(", \"link\": ", finding.link)
    buffer.write(", \"fingerprint\": ", finding.fingerprint)
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
