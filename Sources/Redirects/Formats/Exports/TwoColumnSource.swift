internal import AutoTagBytes

/// A plain CSV of two columns, where from and where to, with or without a header. Who redirects, it does not
/// say.
package struct TwoColumnSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.csv, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    let csv = CSVReader(file)
    if let line = csv.openQuote { reader.diagnose(.malformed, line, "a quote is not closed") }
    for (index, record) in csv.records.enumerated() {
      let (from, to) = (record.field(0), record.field(1))
      if index == 0, !from.contains("/") { continue }
      guard !to.isEmpty, let source = ListReader.split(from) else {
        reader.diagnose(
          .malformed, record.line, "a line is an address, a comma and the address that it leads to")
        continue
      }
      let rule = reader.note(record.line, "\(from) → \(to)")
      let path = RuleListServer.spelled(reader.prefixed(source.path), .withoutSlash)
      guard let pattern = PathPattern.literal(path) else { continue }
      var listed = ListedRule(rule: rule, pattern: pattern, action: .redirect(status: 302))
      listed.host = source.host
      // The list does not say which other parameters a request may have; those of the list it must have.
      for parameter in (source.query ?? []).split(separator: 0x26) {
        let equals = parameter.firstIndex(of: 0x3D) ?? parameter.endIndex
        listed.conditions.append(
          .parameter(
            name: Array(parameter[..<equals]).text,
            value: PathPattern.literal(Array(parameter[equals...].dropFirst())), captured: [],
            isNegated: false))
      }
      listed.target = Array(to.utf8)
      listed.query = .unknown("the list does not say what redirects")
      rules.append(listed)
    }
    return reader.finish(rules, spelling: .withoutSlash)
  }
}
