internal import AutoTagBytes

/// `redirects` of a `netlify.toml` (docs.netlify.com/build/configure-builds/file-based-configuration), with the older
/// names that netlify/build's packages/redirect-parser still takes. Its rules come after those of `_redirects`.
package struct NetlifyTOMLSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.netlifyTOML, file: name, prefix: prefix)
    var rules: [ListedRule] = []
    for item in items(file, &reader) {
      do throws(MalformedRule) {
        rules.append(try rule(item).listed(&reader))
      } catch {
        reader.diagnose(.malformed, item.line, "Netlify skips the redirect: \(error.message)")
      }
    }
    return reader.finish(rules, spelling: .withoutSlash, placeholders: .colon)
  }

  /// A redirect: its own table, and the tables below it.
  private struct Item {
    let table: TOMLReader.Table
    var inner: [TOMLReader.Table] = []

    var line: Int { table.line }

    /// Returns the value of the first of these names that is there.
    func value(_ names: String...) -> JSONNode? {
      for name in names {
        if let value = table[name] { return value }
      }
      return nil
    }

    /// Returns the members of an inner table, written inline, with dots, or under a header of its own.
    func members(_ name: String) -> [(key: String, value: JSONNode)] {
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

  private func items(_ file: [UInt8], _ reader: inout ListReader) -> [Item] {
    let tables: [TOMLReader.Table]
    do throws(TOMLReader.Failure) {
      tables = try TOMLReader.read(file)
    } catch {
      reader.unreadable(file, error.line, "the file is no TOML: \(error.message)")
      return []
    }
    var items: [Item] = []
    let list = tables.first.flatMap { $0.path.isEmpty ? $0["redirects"] : nil }
    if let list {
      guard let values = list.array else {
        reader.unreadable(file, list.line, "Netlify reads no redirect: redirects must be a list")
        return []
      }
      for value in values {
        guard case .object(let members) = value.value else {
          reader.diagnose(.malformed, value.line, "a redirect is a table, as in {from = \"/a\", to = \"/b\"}")
          continue
        }
        items.append(
          Item(
            table: TOMLReader.Table(
              path: ["redirects"], isItem: true, line: value.line,
              members: members.map { ($0.name.split(separator: ".").map(String.init), $0.value) })))
      }
    }
    for table in tables where table.path.first == "redirects" {
      if table.path.count == 1, table.isItem, list == nil {
        items.append(Item(table: table))
      } else if table.path.count > 1, let last = items.indices.last, list == nil {
        items[last].inner.append(table)
      } else {
        reader.unreadable(
          file, table.line,
          list == nil
            ? "Netlify reads no redirect of the file: redirects are written under [[redirects]], with two brackets"
            : "the file is no TOML: redirects is there already")
        return []
      }
    }
    return items
  }

  private func rule(_ item: Item) throws(MalformedRule) -> NetlifyRule {
    guard let from = item.value("from", "origin")?.string else { throw MalformedRule("it has no from") }
    let to = item.value("to", "destination")?.string
    var status: Int?
    if let node = item.value("status") {
      guard let text = node.string ?? node.int.map(String.init) else {
        throw MalformedRule("its status is no status code")
      }
      status = try NetlifyRule.checkedStatus(text)
    }
    if let headers = item.value("headers") {
      guard case .object = headers.value else { throw MalformedRule("its headers are no table") }
    }
    var rule = NetlifyRule(
      from: from, line: item.line, text: "\(from) \(to ?? "") \(status ?? 301)")
    rule.to = to
    rule.status = status
    rule.isForced = item.value("force")?.isTrue ?? false
    for name in ["query", "params", "parameters"] where rule.parameters.isEmpty {
      rule.parameters = item.members(name).map { ($0.key, $0.value.string) }
    }
    rule.conditions = item.members("conditions").map { condition in
      let values = (condition.value.array ?? [condition.value]).compactMap(\.string)
      return values.isEmpty ? condition.key : "\(condition.key)=\(values.joined(separator: ","))"
    }
    for name in ["signed", "signing", "sign", "edge_handler"] where item.value(name) != nil {
      rule.conditions.append(name)
    }
    return rule
  }
}
