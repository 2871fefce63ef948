internal import AutoTagBytes

/// `[[redirects]]` of a `netlify.toml` (docs.netlify.com/build/configure-builds/file-based-configuration).
package struct NetlifyTOMLSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.netlifyTOML, file: name, prefix: prefix)
    let tables: [TOMLReader.Table]
    do throws(TOMLReader.Failure) {
      tables = try TOMLReader.read(file)
    } catch {
      reader.diagnose(.malformed, error.line, "the file is no TOML: \(error.message)")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    for (index, table) in tables.enumerated() where table.path == ["redirects"] {
      guard table.isItem else {
        reader.diagnose(
          .malformed, table.line, "redirects are written under [[redirects]], with two brackets")
        continue
      }
      // `[redirects.query]` and the like belong to the item above them.
      let inner = tables[(index + 1)...].prefix { $0.path.first == "redirects" && $0.path.count > 1 }
      if let rule = rule(table, Array(inner), &reader) { rules.append(rule) }
    }
    return reader.finish(rules, spelling: .withoutSlash, placeholders: .colon)
  }

  private func rule(
    _ table: TOMLReader.Table, _ inner: [TOMLReader.Table], _ reader: inout ListReader
  ) -> ListedRule? {
    guard let from = table["from"]?.string else {
      reader.diagnose(.malformed, table.line, "the redirect has no from")
      return nil
    }
    guard let to = table["to"]?.string else {
      reader.diagnose(.malformed, table.line, "the redirect has no to")
      return nil
    }
    var parameters: [String] = []
    for (key, value) in members("query", table, inner) { parameters.append("\(key)=\(value.string ?? "")") }
    var conditions = members("conditions", table, inner).map(\.key)
    for name in ["signed", "edge_handler"] where table[name] != nil { conditions.append(name) }
    let status = table["status"]?.int ?? 301
    return NetlifyRule(
      from: from, to: to, parameters: parameters, status: status,
      isForced: table["force"]?.isTrue ?? false, conditions: conditions, line: table.line,
      text: "\(from) \(to) \(status)"
    ).listed(.netlify, &reader)
  }

  /// The members of an inner table, written inline, with dots, or under a header of its own.
  private func members(
    _ name: String, _ table: TOMLReader.Table, _ inner: [TOMLReader.Table]
  ) -> [(key: String, value: JSONNode)] {
    var members: [(String, JSONNode)] = []
    if case .object(let inline)? = table[name]?.value { members += inline.map { ($0.name, $0.value) } }
    for member in table.members where member.key.count == 2 && member.key[0] == name {
      members.append((member.key[1], member.value))
    }
    for other in inner where other.path == ["redirects", name] {
      for member in other.members { members.append((member.key.joined(separator: "."), member.value)) }
    }
    return members
  }
}
