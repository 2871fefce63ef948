internal import AutoTagBytes

/// The CSV export of Easy Affiliate Links (WordPress, 3.7.4): `id,name,description,categories,text,url,slug`. Neither the
/// prefix of its links is in it (`recommends` is the plugin's own choice) nor their status.
package struct EasyAffiliateLinksSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(
      .easyAffiliateLinks, file: name, prefix: prefix.allSatisfy { $0 == "/" } ? "/recommends/" : prefix)
    var rules = SlugRules()
    reader.forEachRecord(of: file, columns: ["url", "slug"]) { record, columns, reader in
      Self.add(
        record.field(columns[1]), record.field(columns[0]), record.line, status: 301, to: &rules, &reader)
    }
    return rules.finish(reader)
  }

  static func add(
    _ slug: String, _ url: String, _ line: Int, status: Int, to rules: inout SlugRules,
    _ reader: inout ListReader
  ) {
    guard !slug.isEmpty else {
      reader.diagnose(.malformed, line, "the link has no slug")
      return
    }
    // A link of HTML code leads nowhere.
    if url.isEmpty { return }
    let rule = reader.note(line, "\(slug) → \(url)")
    rules.add(slug, rule, status: status, reader) { listed in
      listed.target = url.utf8.flatMap { byte -> [UInt8] in
        byte == UInt8(ascii: "@") ? [UInt8]("%40") : byte == UInt8(ascii: "|") ? [UInt8]("%7C") : [byte]
      }
      listed.query = .unknown(
        "Easy Affiliate Links drops the query unless a setting of its Premium version passes it, which the export "
          + "does not carry")
    }
  }
}
