internal import AutoTagBytes
internal import AutoTagSite

/// The part of a report that says which part of a site it is of, and what the whole is made of.
extension AuditPart {
  var json: JSONValue {
    .object([
      ("shard", JSONValue(head.shard?.text)),
      ("facts", JSONValue(head.facts)),
      ("include", .array(head.include.map { .string($0) })),
      ("pages_with_tokens", .integer(sightings.pagesWithTokens)),
      ("pages_with_tag", .integer(sightings.pagesWithTag)),
      ("first_without_tag", JSONValue(sightings.firstWithoutTag.map(PathText.shown))),
      ("properties", .array(sightings.properties.map(Self.property))),
      ("unread", .array(unread.map(Self.unread))),
      (
        "ignored",
        .array(
          ignored.sorted { ($0.file, $0.code) < ($1.file, $1.code) }
            .map { .object([("code", .string($0.code)), ("file", .string($0.file))]) })
      ),
      ("baseline_not_found", .array(unseen.sorted().map { .string($0) })),
      ("site_findings_ignored", .integer(ignoredOfSite)),
      ("site_findings_in_baseline", .array(knownOfSite.sorted().map { .string($0) })),
      ("compressed_siblings", .integer(siblings)),
    ])
  }

  private static func property(_ property: SiteSightings.Property) -> JSONValue {
    let first = property.first
    return .object([
      ("property", .string(first.property)),
      ("pages", .integer(property.pages)),
      ("file", .string(PathText.shown(first.file))),
      ("line", .integer(first.line)),
      ("column", .integer(first.column)),
      ("start", .integer(first.range.lowerBound)),
      ("end", .integer(first.range.upperBound)),
      ("before", .string(first.excerpt.before)),
      ("marked", .string(first.excerpt.marked)),
      ("after", .string(first.excerpt.after)),
      ("cut_before", .truth(first.excerpt.isCutBefore)),
      ("cut_after", .truth(first.excerpt.isCutAfter)),
    ])
  }

  private static func unread(_ unread: Unread) -> JSONValue {
    .object([
      ("ending", .string(unread.ending)),
      ("count", .integer(unread.count)),
      (
        "first",
        .array(
          unread.first.map {
            .object([
              ("file", .string(PathText.shown($0.path))),
              ("source", JSONValue($0.origin.map(PathText.shown))),
            ])
          })
      ),
    ])
  }

  /// Reads what `json` writes; `nil` for anything else.
  init?(_ node: JSONNode) {
    let shard = node["shard"]?.string.flatMap(SiteShard.init)
    let isShardMissing = if case .null? = node["shard"]?.value { false } else { shard == nil }
    guard !isShardMissing,
      let include = Self.all(node["include"], { $0.string }),
      let withTokens = node["pages_with_tokens"]?.int, let withTag = node["pages_with_tag"]?.int,
      withTokens >= 0, withTag >= 0,
      let properties = Self.all(node["properties"], Self.property),
      let unread = Self.all(node["unread"], Self.unread),
      let ignored = Self.all(node["ignored"], Self.ignored),
      let unseen = Self.all(node["baseline_not_found"], { $0.string }),
      let ignoredOfSite = node["site_findings_ignored"]?.int,
      let knownOfSite = Self.all(node["site_findings_in_baseline"], { $0.string }),
      let siblings = node["compressed_siblings"]?.int, 0...Self.mostSiblings ~= siblings
    else { return nil }
    head = Head(shard: shard, facts: node["facts"]?.string, include: include)
    var sightings = SiteSightings(mostProperties: Self.mostProperties)
    sightings.pagesWithTokens = withTokens
    sightings.pagesWithTag = withTag
    if let file = node["first_without_tag"]?.string { sightings.add(pageWithoutTag: file) }
    for property in properties { sightings.add(property) }
    self.sightings = sightings
    self.unread = unread
    self.ignored = Set(ignored)
    self.unseen = Set(unseen)
    self.ignoredOfSite = ignoredOfSite
    self.knownOfSite = knownOfSite
    self.siblings = siblings
  }

  /// More than any site has, so that sums of a million parts cannot overflow.
  private static let mostSiblings = 1 << 40

  /// The items of a list, of which each has to be understood.
  private static func all<Item>(_ list: JSONNode?, _ item: (JSONNode) -> Item?) -> [Item]? {
    guard let nodes = list?.array else { return nil }
    let items = nodes.compactMap(item)
    return items.count == nodes.count ? items : nil
  }

  private static func property(_ node: JSONNode) -> SiteSightings.Property? {
    guard let name = node["property"]?.string, let pages = node["pages"]?.int, pages > 0,
      let file = node["file"]?.string, let line = node["line"]?.int, let column = node["column"]?.int,
      let start = node["start"]?.int, let end = node["end"]?.int, 0 <= start, start <= end,
      let before = node["before"]?.string, let marked = node["marked"]?.string,
      let after = node["after"]?.string
    else { return nil }
    return SiteSightings.Property(
      first: SiteSightings.PropertySighting(
        property: name, file: file, range: start..<end, line: line, column: column,
        excerpt: Finding.Excerpt(
          before: before, marked: marked, after: after, isCutBefore: node["cut_before"]?.isTrue == true,
          isCutAfter: node["cut_after"]?.isTrue == true)),
      pages: pages)
  }

  private static func unread(_ node: JSONNode) -> Unread? {
    guard let ending = node["ending"]?.string, let count = node["count"]?.int, count > 0,
      let first = all(
        node["first"],
        { node in
          node["file"]?.string.map { Unread.File(path: $0, origin: node["source"]?.string) }
        })
    else { return nil }
    return Unread(ending: ending, count: count, first: first)
  }

  private static func ignored(_ node: JSONNode) -> Ignored? {
    guard let code = node["code"]?.string, let file = node["file"]?.string else { return nil }
    return Ignored(code: code, file: file)
  }
}
