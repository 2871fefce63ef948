/// The CSV export of Redirection (WordPress): `source,target,regex,code,type,hits,title,status`.
package struct RedirectionCSVSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.redirectionCSV, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(of: file, columns: ["source", "target", "regex", "code"]) { record, places, reader in
      let fields = places.map { record.field($0) }
      guard !fields[0].isEmpty, let status = Int(fields[3]) else {
        reader.diagnose(.malformed, record.line, "the redirect has no source or no code")
        return
      }
      // Behind the four: type, hits, title, status.
      if record.fields.count > 7, record.field(7).lowercased() == "disabled" { return }
      let type = record.field(4)
      let isKnown = record.fields.count <= 4 || type.isEmpty || type == "url" || type == "error"
      rules += RedirectionRule(
        line: record.line, source: fields[0], target: fields[1],
        isPattern: fields[2] == "1" || fields[2].lowercased() == "true", status: status,
        unknown: isKnown ? nil : "it redirects by \(type)"
      ).listed(&reader)
    }
    return reader.finish(rules, placeholders: .dollar)
  }
}
