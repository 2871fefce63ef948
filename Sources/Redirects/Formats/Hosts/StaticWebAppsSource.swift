internal import AutoTagBytes

/// `staticwebapp.config.json` of Azure Static Web Apps (learn.microsoft.com/azure/static-web-apps/configuration): the
/// first route that matches answers, before any file.
///
/// The request's query is dropped, whatever the target is: `Location` is the text of `redirect` (Azure's own emulator,
/// static-web-apps-cli, `applyRedirectResponse`; the documentation knows no way to hand it on).
package struct StaticWebAppsSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.staticWebApps, file: name, prefix: prefix)
    guard let root = reader.json(file) else { return reader.finish([]) }
    var rules: [ListedRule] = []
    let refusal = root["responseOverrides"]?["401"]
    for route in root["routes"]?.array ?? [] {
      for rule in self.rules(route, &reader) {
        rules.append(rule)
        if let other = self.refusal(of: rule, refusal) { rules.append(other) }
      }
    }
    return reader.finish(rules, fallbacks: notFound(root, &reader), spelling: .exact)
  }

  /// Returns the answer to visitors without the roles that a route asks for; `nil` for one that is for all.
  /// - Parameter override: what `responseOverrides` has for 401.
  private func refusal(of rule: ListedRule, _ override: JSONNode?) -> ListedRule? {
    guard !rule.conditions.isEmpty else { return nil }
    var refusal = rule
    refusal.conditions = []
    refusal.action = .refuse(status: 401)
    guard let target = override?["redirect"]?.string else { return refusal }
    refusal.action = .redirect(status: override?["statusCode"]?.int == 301 ? 301 : 302)
    refusal.target = Array(target.utf8)
    return refusal
  }

  private func rules(_ node: JSONNode, _ reader: inout ListReader) -> [ListedRule] {
    guard let route = node["route"]?.string else { return [] }
    if let methods = node["methods"]?.array, !methods.contains(where: { $0.string?.uppercased() == "GET" }) {
      return []
    }
    let target = node["redirect"]?.string
    // "Currently not possible": placeholders are compared as they are written, and a redirect to itself is passed over.
    guard target != route else { return [] }
    let text = "\(route) → \(target ?? node["rewrite"]?.string ?? "")"
    let roles = node["allowedRoles"]?.array?.compactMap { $0.string?.lowercased() } ?? []
    let isOpen = roles.isEmpty || roles.contains("anonymous")
    guard let patterns = patterns(route, reader) else {
      reader.diagnose(
        .malformed, node.line,
        "the route \(route) matches nothing: a * stands at its end, or in front of an extension as in *.{png,gif}"
      )
      return []
    }
    var rule: RedirectRule
    if target != nil {
      rule = reader.note(node.line, text)
    } else {
      rule = RedirectRule(.staticWebApps, file: reader.file, line: node.line, text: text)
    }
    var listed = ListedRule(rule: rule, pattern: patterns.certain, action: .nothing)
    if !isOpen {
      listed.conditions = [.open("one of the roles \(roles.joined(separator: ", "))", isNegated: false)]
    }
    let status = node["statusCode"]?.int
    if let status, [401, 403, 404].contains(status) {
      listed.action = .refuse(status: status)
    } else if let target {
      // 301 stays, all else is 302.
      listed.action = .redirect(status: status == 301 ? 301 : 302)
      listed.target = Array(target.utf8)
    } else if let path = node["rewrite"]?.string {
      listed.action = .rewrite
      listed.target = Array(path.utf8)
    }
    listed.query = .dropped
    guard let doubtful = patterns.doubtful else { return [listed] }
    return [
      listed,
      listed.doubtful(doubtful, "the documentation and Azure's emulator differ about paths like this one"),
    ]
  }

  /// Returns the pattern for what a route certainly matches, and one for what it may match; `nil` for a route that
  /// matches nothing.
  private func patterns(_ route: String, _ reader: ListReader) -> (certain: Pattern, doubtful: Pattern?)? {
    let route = Array(route.utf8)
    let text = route == [UInt8(ascii: "*")] ? [UInt8]("/*") : route
    // Compared as it is: what has no slash in front is the path of no request.
    guard text.first == 0x2F else { return nil }
    let path = reader.prefixed(text)
    guard let star = path.firstIndex(of: UInt8(ascii: "*")) else {
      let index = [UInt8]("/index.html")
      guard path.hasSuffix("/index.html"), !path.dropLast(index.count).contains(UInt8(ascii: ".")) else {
        return PathPattern.literal(path).map { ($0, PathPattern.literal(path, ignoresCase: true)) }
      }
      // A path without a dot is asked for as the folder's page too.
      let folder = PathPattern.escaped(path.dropLast(index.count))
      return PathPattern.pattern(folder + [UInt8]("(?:/|/index\\.html)?"), false).map { ($0, nil) }
    }
    let before = PathPattern.escaped(Array(path[..<star]))
    let after = Array(path[(star + 1)...])
    guard !after.isEmpty else {
      if path.count == reader.prefix.count + 2 {
        return PathPattern.pattern(before + [UInt8](".*"), false).map { ($0, nil) }
      }
      if path[star - 1] == 0x2F {
        let folder = PathPattern.escaped(Array(path[..<(star - 1)]))
        return PathPattern.pattern(before + [UInt8]("(?!index\\.html$).+"), false).map {
          ($0, PathPattern.pattern(folder + [UInt8]("(?:/|/index\\.html)?"), false))
        }
      }
      return PathPattern.pattern(before, false).map {
        ($0, PathPattern.pattern(before + [UInt8](".*"), false))
      }
    }
    guard after.first == UInt8(ascii: "."), !after.contains(UInt8(ascii: "*")) else { return nil }
    var extensions = Array(after.dropFirst())
    if extensions.first == UInt8(ascii: "{"), extensions.last == UInt8(ascii: "}") {
      extensions = Array(extensions.dropFirst().dropLast())
    }
    let all = extensions.split(separator: UInt8(ascii: ",")).map { PathPattern.escaped(Array($0)) }
    guard !all.isEmpty else { return nil }
    let ending = [UInt8](".*\\.(?:") + Array(all.joined(separator: [UInt8(ascii: "|")])) + [UInt8](")")
    return PathPattern.pattern(before + ending, false).map { ($0, nil) }
  }

  /// `responseOverrides` may redirect what is not there, unless a fallback page is served for it.
  private func notFound(_ root: JSONNode, _ reader: inout ListReader) -> [ListedRule] {
    guard root["navigationFallback"] == nil, let node = root["responseOverrides"]?["404"],
      let target = node["redirect"]?.string,
      let pattern = PathPattern.pattern(PathPattern.escaped(reader.prefix) + [UInt8]("/.*"), false)
    else { return [] }
    var listed = ListedRule(
      rule: reader.note(node.line, "404 → \(target)"), pattern: pattern,
      action: .redirect(status: node["statusCode"]?.int == 301 ? 301 : 302))
    listed.target = Array(target.utf8)
    listed.isForced = false
    listed.query = .dropped
    return [listed]
  }
}
