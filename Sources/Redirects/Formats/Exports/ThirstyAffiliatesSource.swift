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
      var link = Link(line: record.line, slug: record.field(columns[1]), url: record.field(columns[0]))
      link.places = settings?.places(record) ?? ""
      link.status = settings?.status(record)
      link.passesQuery = settings?.query(record)
      Self.add(link, to: &rules, &reader)
    }
    return rules.finish(reader)
  }

  /// A link with its own settings; `nil` where the file does not carry one.
  struct Link {
    let line: Int
    let slug: String
    let url: String
    /// The targets for visitors from some countries; empty for none.
    var places = ""
    var status: String?
    var passesQuery: String?
  }

  static func add(_ link: Link, to rules: inout SlugRules, _ reader: inout ListReader) {
    let (slug, url) = (link.slug, link.url)
    guard !slug.isEmpty, !url.isEmpty else {
      reader.diagnose(.malformed, link.line, "the link has no slug or no destination")
      return
    }
    let rule = reader.note(
      link.line, "\(slug) → \(url)",
      unknown: link.places.isEmpty
        ? nil : "the visitor's country decides between \(url) and other targets, \(link.places)")
    // The plugin's setting decides where the link has none: 302 when nobody changed it.
    let status = link.status.flatMap { Int($0) }.flatMap { [301, 302, 307].contains($0) ? $0 : nil } ?? 302
    rules.add(slug, rule, status: status, reader) { listed in
      listed.target = WordPressText.entitiesDecoded(Array(url.utf8))
      listed.query = query(link)
      // Passed on, the query stands behind the fragment, and is lost there too.
      if case .unknown = listed.query, url.contains("#") { listed.query = .byPlugin(.atEnd) }
      listed.remedy = (
        "turn on passing query strings to the destination for the link \(slug) in ThirstyAffiliates",
        .byPlugin(.atEnd)
      )
    }
  }

  private static func query(_ link: Link) -> ListedRule.QueryPolicy {
    switch link.passesQuery?.lowercased() {
    case "yes": .byPlugin(.atEnd)
    case "no": .dropped
    case "global", "":
      .unknown(
        "the link leaves it to ThirstyAffiliates' own setting, which drops the query if nobody changed it")
    default: .unknown("a setting of ThirstyAffiliates decides, which the export does not carry")
    }
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

    func status(_ record: CSVReader.Record) -> String? { type.map { record.field($0) } }

    func query(_ record: CSVReader.Record) -> String? { query.map { record.field($0) } }
  }
}
