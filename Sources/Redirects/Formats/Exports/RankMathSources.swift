internal import AutoTagBytes

/// The CSV export of Rank Math Pro (WordPress, 3.0.12: csv-import-redirections/class-exporter.php):
/// `id,source,matching,destination,type,category,status`, in newer versions with `ignore`.
package struct RankMathCSVSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.rankMathCSV, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    let ignore = CSVReader(file).records.first.flatMap { CSVReader.columns(["ignore"], in: $0.fields) }?.first
    reader.forEachRecord(of: file, columns: ["source", "matching", "destination", "type", "status"]) {
      record, columns, reader in
      let fields = columns.map { Self.unescaped(record.field($0)) }
      // The importer deletes what is marked so.
      guard fields[4].isEmpty || fields[4] == "active", fields[2] != "DELETE" else { return }
      let source = fields[0]
      guard let sources = Self.sources(source, fields[1], ignore.map { record.field($0) }) else {
        reader.diagnose(.malformed, record.line, "the list of sources is no JSON: \(source)")
        return
      }
      let status = fields[3].isEmpty ? 301 : Int(fields[3])
      guard let status, (300...599).contains(status) else {
        reader.diagnose(.malformed, record.line, "the type \(fields[3]) is no status such as 301")
        return
      }
      rules += RankMathRule(line: record.line, sources: sources, target: fields[2], status: status)
        .listed(&reader)
    }
    return RankMathRule.finish(rules, reader)
  }

  /// Several sources are a list in JSON.
  private static func sources(_ text: String, _ matching: String, _ ignore: String?) -> [RankMathRule.Source]?
  {
    guard text.hasPrefix("["), text.hasSuffix("]") else {
      return text.isEmpty
        ? []
        : [RankMathRule.Source(pattern: text, comparison: matching, ignoresCase: ignore.map { $0 == "case" })]
    }
    guard let list = try? JSONReader.read(Array(text.utf8)) else { return nil }
    return list.array?.compactMap { source in
      source["pattern"]?.string.map {
        RankMathRule.Source(
          pattern: $0, comparison: source["comparison"]?.string ?? "",
          ignoresCase: source["ignore"]?.string == "case")
      }
    }
  }

  /// Takes back what the exporter does: it doubles quotes and backslashes.
  private static func unescaped(_ field: String) -> String {
    var text: [UInt8] = []
    var last: UInt8?
    for byte in field.utf8 {
      if byte == last, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
        last = nil
      } else {
        text.append(byte)
        last = byte
      }
    }
    return text.text
  }
}

/// The settings that Rank Math exports (WordPress, 1.0.273: class-import-export-settings.php), with its redirections:
/// `{redirections: [{sources, url_to, header_code, status, …}]}`.
package struct RankMathJSONSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.rankMathJSON, file: name, prefix: prefix)
    guard let root = reader.json(file) else { return reader.finish([]) }
    guard let redirections = root["redirections"]?.array else {
      reader.diagnose(
        .malformed, root.line,
        "there are no redirections: choose them too when you export Rank Math's settings")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    for redirection in redirections where redirection["status"]?.string ?? "active" == "active" {
      let serialized = redirection["sources"]?.string.flatMap { PHPSerialized.read(Array($0.utf8)) }
      guard let sources = serialized?.items else {
        reader.diagnose(.malformed, redirection.line, "the redirection's sources are no array of PHP")
        continue
      }
      let code = redirection["header_code"]
      rules += RankMathRule(
        line: redirection.line,
        sources: sources.compactMap { source in
          source["pattern"].map {
            RankMathRule.Source(
              pattern: $0, comparison: source["comparison"] ?? "", ignoresCase: source["ignore"] == "case")
          }
        },
        target: redirection["url_to"]?.string ?? "",
        status: code?.int ?? code?.string.flatMap { Int($0) } ?? 301
      ).listed(&reader)
    }
    return RankMathRule.finish(rules, reader)
  }
}
