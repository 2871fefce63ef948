internal import AutoTagBytes

/// `vercel.json`: redirects, rewrites, `cleanUrls`, `trailingSlash` (vercel.com/docs/project-configuration). A source is
/// compiled by path-to-regexp with the options strict and sensitive.
package struct VercelSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.vercel, file: name, prefix: prefix)
    guard let root = reader.json(file) else { return reader.finish([]) }
    if let node = root["bulkRedirectsPath"] {
      reader.diagnose(
        .notUnderstood, node.line, "bulkRedirectsPath is not understood: write its redirects under redirects")
      reader.leaveOutOther(
        node.line, "bulkRedirectsPath", because: "the redirects of bulkRedirectsPath are not read")
    }
    var rules = slashRules(root, &reader)
    if let routes = root["routes"] {
      let old = (routes.array ?? []).flatMap { oldRoute($0, &reader) }
      if old.isEmpty {
        reader.diagnose(
          .notUnderstood, routes.line, "routes is not understood: write its redirects under redirects")
      }
      rules += old
    }
    for redirect in root["redirects"]?.array ?? [] {
      if let rule = rule(redirect, isRedirect: true, &reader) { rules.append(rule) }
    }
    var rewrites: [ListedRule] = []
    for rewrite in root["rewrites"]?.array ?? [] {
      if var rule = rule(rewrite, isRedirect: false, &reader) {
        // "rewrites" come after the file system.
        rule.isForced = false
        rewrites.append(rule)
      }
    }
    return reader.finish(rules, fallbacks: rewrites, placeholders: .compiled)
  }

  /// A rule of the older form, which Vercel compiles redirects to (@vercel/routing-utils): one with a status and the header
  /// `Location` is followed; of another the paths are read, and where it leads is not.
  private func oldRoute(_ node: JSONNode, _ reader: inout ListReader) -> [ListedRule] {
    guard let source = node["src"]?.string else { return [] }
    let target = node["headers"]?["Location"]?.string ?? node["headers"]?["location"]?.string ?? ""
    let known = ["src", "status", "headers", "caseSensitive", "methods", "has", "missing"]
    let status = node["status"]?.int ?? 0
    var isFollowed = !target.isEmpty && [301, 302, 303, 307, 308].contains(status)
    if case .object(let members) = node.value {
      isFollowed = isFollowed && members.allSatisfy { known.contains($0.name) }
    }
    if let methods = node["methods"]?.array, !methods.contains(where: { $0.string == "GET" }) { return [] }
    let rule = reader.note(
      node.line, target.isEmpty ? "routes: \(source)" : "routes: \(source) → \(target)",
      unknown: isFollowed ? nil : "routes are not followed: write its redirects under redirects")
    guard
      let pattern = PathPattern.pattern(
        PathPattern.escaped(reader.prefix) + Array("(?:\(source))".utf8), false)
    else { return [] }
    var listed = ListedRule(
      rule: rule, pattern: pattern, action: .redirect(status: isFollowed ? status : 307))
    listed.target = Array(target.utf8)
    listed.query = .merged
    for (name, isNegated) in [("has", false), ("missing", true)] {
      listed.conditions += (node[name]?.array ?? []).map { Self.condition($0, isNegated: isNegated) }
    }
    return [listed]
  }

  private func rule(_ node: JSONNode, isRedirect: Bool, _ reader: inout ListReader) -> ListedRule? {
    guard let source = node["source"]?.string, let target = node["destination"]?.string else {
      reader.diagnose(.malformed, node.line, "a rule needs a source and a destination")
      return nil
    }
    let path = PathTemplate(Array(source.utf8))
    guard let pattern = path.pattern(prefix: reader.prefix) else {
      reader.diagnose(
        .malformed, node.line,
        "the source \(source) cannot be read: \(path.problem ?? "its pattern is wrong")")
      return nil
    }
    var listed = ListedRule(
      rule: reader.note(node.line, "\(source) → \(target)"), pattern: pattern, groups: path.groupNames,
      action: .rewrite)
    if isRedirect {
      var status = 308
      if let code = node["statusCode"]?.int { status = code }
      if case .bool(let isPermanent)? = node["permanent"]?.value { status = isPermanent ? 308 : 307 }
      listed.action = .redirect(status: status)
    }
    listed.query = .merged
    for (name, isNegated) in [("has", false), ("missing", true)] {
      for condition in node[name]?.array ?? [] {
        listed.conditions.append(Self.condition(condition, isNegated: isNegated))
      }
    }
    listed.target = VercelTarget(groups: path.groupNames, values: listed.conditions.flatMap(\.valueNames))
      .compiled(Array(target.utf8))
    return listed
  }

  /// Returns the condition of an item of `has` or `missing`, which Next.js has too.
  /// - Parameter takesEmpty: a parameter that is asked for without a value may be there without one.
  static func condition(
    _ node: JSONNode, isNegated: Bool, takesEmpty: Bool = true
  ) -> ListedCondition {
    let type = node["type"]?.string ?? ""
    let value = node["value"]
    var pattern: Pattern?
    if let value {
      guard let text = value.string, let compiled = PathPattern.pattern(Array("(?:\(text))".utf8), false)
      else {
        return .open("the condition of \(type) with a value that is not understood", isNegated: isNegated)
      }
      pattern = compiled
    }
    switch (type, node["key"]?.string) {
    case ("query", let key?) where value == nil && !takesEmpty:
      let isName =
        !key.isEmpty && key.utf8.allSatisfy(ASCII.isWordCharacter) && !ASCII.isDigit(key.utf8.first ?? 0)
      return .parameter(
        name: key, value: PathPattern.pattern(Array((isName ? "(?<\(key)>.+)" : ".+").utf8), false),
        captured: [],
        isNegated: isNegated)
    case ("query", let key?):
      return .parameter(
        name: key, value: pattern, captured: pattern == nil ? [key] : [], isNegated: isNegated)
    case ("host", _):
      guard let pattern else {
        return .open("the condition of the host without a value", isNegated: isNegated)
      }
      return .host(pattern, text: value?.string ?? "", isNegated: isNegated)
    case ("header", let key?):
      return .header(
        key.lowercased(), value: pattern, text: "\(key)\(value?.string.map { ": \($0)" } ?? "")",
        isNegated: isNegated)
    case (_, let key):
      let name = key.map { " \($0)" } ?? ""
      return .open(
        "\(type)\(name)\(value?.string.map { " = \($0)" } ?? "")", isNegated: isNegated)
    }
  }

  /// Returns what Vercel compiles `cleanUrls` and `trailingSlash` to (@vercel/routing-utils).
  private func slashRules(_ root: JSONNode, _ reader: inout ListReader) -> [ListedRule] {
    var rules: [(StaticString, StaticString)] = []
    let cleanURLs = root["cleanUrls"]?.isTrue == true
    let slash = root["trailingSlash"]?.isTrue
    var line = 1
    if let node = root["cleanUrls"], cleanURLs {
      line = node.line
      rules.append(("/(?:(.+)/)?index(?:\\.html)?/?", slash == true ? "/$1/" : "/$1"))
      rules.append(("/(.*)\\.html/?", slash == true ? "/$1/" : "/$1"))
    }
    if let node = root["trailingSlash"], let slash {
      line = node.line
      if slash {
        rules.append(("/((?:[^/]+/)*[^/\\.]+)", "/$1/"))
        rules.append(("/((?:[^/]+/)*[^/]+\\.\\w+)/", "/$1"))
      } else {
        rules.append(("/(.*)\\/", "/$1"))
      }
    }
    return rules.compactMap { source, target in
      PathPattern.pattern(PathPattern.escaped(reader.prefix) + [UInt8](source), false).map { pattern in
        var rule = ListedRule(
          rule: RedirectRule(
            .vercel, file: reader.file, line: line, text: cleanURLs ? "cleanUrls" : "trailingSlash"),
          pattern: pattern, action: .redirect(status: 308))
        rule.target = reader.prefix + [UInt8](target)
        rule.query = .merged
        return rule
      }
    }
  }
}
