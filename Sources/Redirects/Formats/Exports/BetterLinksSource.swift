internal import AutoTagBytes

/// The CSV export of BetterLinks (WordPress, 2.x: includes/Tools/Export.php):
/// `ID,…,param_forwarding,…,redirect_type,target_url,short_url,…,wildcards,expire,dynamic_redirect,…`.
package struct BetterLinksSource: RedirectSource {
  package init() {}

  private static let spelling: RuleListServer.Spelling = [.withoutSlash, .withOneSlash]

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.betterLinks, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(
      of: file,
      columns: [
        "short_url", "target_url", "redirect_type", "param_forwarding", "wildcards", "dynamic_redirect",
        "expire",
      ]
    ) { record, columns, reader in
      let fields = columns.map { record.field($0) }
      let (slug, url, type) = (fields[0], fields[1], fields[2])
      guard !slug.isEmpty, !url.isEmpty else {
        reader.diagnose(.malformed, record.line, "the link has no short_url or no target_url")
        return
      }
      var unknown: String?
      if type == "cloak" { unknown = "it shows \(url) in a page of its own" }
      if fields[4] == "1", slug.contains("*") { unknown = "a setting decides if its star is a wildcard" }
      if Self.isOn(fields[5]) { unknown = "it leads to several targets in turn, or by the visitor" }
      if Self.isOn(fields[6]) { unknown = "it may have expired" }
      let rule = reader.note(record.line, "\(slug) → \(url)", unknown: unknown)
      let path = RuleListServer.spelled(reader.prefixed(Array(slug.utf8)), Self.spelling)
      let pattern =
        unknown != nil && slug.contains("*")
        ? PathPattern.placeholders(path, starTakesSlash: true)?.pattern
        : PathPattern.literal(path, ignoresCase: true)
      guard let pattern else { return }
      var listed = ListedRule(
        rule: rule, pattern: pattern, action: .redirect(status: ["301": 301, "307": 307][type] ?? 302))
      listed.target = Array(url.utf8)
      listed.cleaning = .urlAndRedirect
      listed.query =
        ["1", "true", "on", "yes"].contains(fields[3].lowercased()) ? .byPlugin(.decodedAtEnd) : .dropped
      listed.remedy = (
        "turn on Parameter Forwarding of the link \(slug) in BetterLinks", .byPlugin(.decodedAtEnd)
      )
      rules.append(listed)
    }
    return reader.finish(rules, spelling: Self.spelling)
  }

  /// Returns true if a setting of Pro, an object of JSON or PHP, is in use.
  private static func isOn(_ setting: String) -> Bool {
    let bytes = Array(setting.utf8)
    guard !bytes.isEmpty else { return false }
    if let json = try? JSONReader.read(bytes) {
      return json["type"]?.string?.isEmpty == false || json["status"]?.isTrue == true
    }
    guard let value = PHPSerialized.read(bytes) else { return true }
    return value["type"]?.isEmpty == false || value["status"].map { !["", "0"].contains($0) } == true
  }
}
