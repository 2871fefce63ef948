internal import AutoTagBytes

/// The CSV export of ThirstyAffiliates (WordPress): `Name,Destination URL,Slug,…`, with a column for each setting of a link
/// (`_ta_pass_query_str`, `_ta_redirect_type`) as version 3.11 and its Pro exporter write it, or without them, as it is
/// imported. Its links begin with a prefix that the export does not tell; `recommends` is the plugin's own choice.
package struct ThirstyAffiliatesSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(
      .thirstyAffiliates, file: name, prefix: prefix.allSatisfy { $0 == "/" } ? "/recommends/" : prefix)
    var rules = SlugRules()
    // The exporter writes ISO 8859-1.
    let text =
      String(validating: file, as: UTF8.self) == nil
      ? Array(file.map { Character(Unicode.Scalar($0)) }.reduce(into: "") { $0.append($1) }.utf8) : file
    let settings = CSVReader(text).records.first.map(Settings.init)
    reader.forEachRecord(of: text, columns: ["destination url", "slug"]) { record, columns, reader in
      let (url, slug) = (record.field(columns[0]), record.field(columns[1]))
      guard !slug.isEmpty, !url.isEmpty else {
        reader.diagnose(.malformed, record.line, "the link has no slug or no destination")
        return
      }
      let places = settings?.places(record) ?? ""
      let rule = reader.note(
        record.line, "\(slug) → \(url)",
        unknown: places.isEmpty
          ? nil : "the visitor's country decides between \(url) and other targets, \(places)")
      rules.add(slug, rule, status: settings?.status(record) ?? 302, reader) { listed in
        listed.target = WordPressText.entitiesDecoded(Array(url.utf8))
        listed.query =
          settings?.query(record)
          ?? .unknown("a setting of ThirstyAffiliates decides, which the export does not carry")
        // Passed on, the query stands behind the fragment, and is lost there too.
        if case .unknown = listed.query, url.contains("#") { listed.query = .byPlugin(.atEnd) }
        listed.fix =
          "turn on passing query strings to the destination for the link \(slug) in ThirstyAffiliates"
      }
    }
    return rules.finish(reader)
  }

  /// The columns of a link's settings.
  private struct Settings {
    private let query: Int?
    private let type: Int?
    private let places: Int?

    init(_ header: CSVReader.Record) {
      func column(_ name: String) -> Int? {
        header.fields.firstIndex { $0.lowercased().hasPrefix(name) }
      }
      (query, type, places) = (
        column("_ta_pass_query_str"), column("_ta_redirect_type"), column("geolocation")
      )
    }

    func places(_ record: CSVReader.Record) -> String { places.map { record.field($0) } ?? "" }

    /// The plugin's setting decides where the link has none: 302 when nobody changed it.
    func status(_ record: CSVReader.Record) -> Int {
      type.flatMap { Int(record.field($0)) }.flatMap { [301, 302, 307].contains($0) ? $0 : nil } ?? 302
    }

    func query(_ record: CSVReader.Record) -> ListedRule.QueryPolicy? {
      switch query.map({ record.field($0).lowercased() }) {
      case "yes": .byPlugin(.atEnd)
      case "no": .dropped
      case "global", "":
        .unknown(
          "the link leaves it to ThirstyAffiliates' own setting, which drops the query if nobody changed it")
      default: nil
      }
    }
  }
}
