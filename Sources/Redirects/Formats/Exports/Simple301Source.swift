internal import AutoTagBytes

/// The CSV export of Simple 301 Redirects (WordPress, 2.1.0: wp-simple-301-redirects.php): `request,destination`.
package struct Simple301Source: RedirectSource {
  package init() {}

  private static let spelling: RuleListServer.Spelling = [.withoutSlash, .withOneSlash, .plusIsSpace]

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.simple301, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    reader.forEachRecord(of: file, columns: ["request", "destination"]) { record, columns, reader in
      let (request, destination) = (record.field(columns[0]), record.field(columns[1]))
      guard !request.isEmpty, !destination.isEmpty else {
        reader.diagnose(.malformed, record.line, "the redirect has no request or no destination")
        return
      }
      let isWildcard = request.contains("*")
      let rule = reader.note(
        record.line, "\(request) → \(destination)",
        unknown: isWildcard
          ? "the plugin's setting “Use Wildcards?” decides if its star is one, which the export does not carry"
          : nil)
      // Compared as it is written with the decoded path, which has no query.
      let path = RuleAddress.withoutSlash(PluginPath.written(reader.prefixed(Array(request.utf8))))
      let pattern =
        isWildcard
        ? PathPattern.beginning(path.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false))
        : PathPattern.literal(path)
      guard let pattern else { return }
      var listed = ListedRule(rule: rule, pattern: pattern, action: .redirect(status: 301))
      listed.target = Array(destination.utf8)
      listed.query = .dropped
      rules.append(listed)
    }
    return reader.finish(rules, spelling: Self.spelling)
  }
}
