internal import AutoTagBytes

/// The rewrites and redirects of AWS Amplify Hosting, `customRules` as its console and its command line have them in
/// JSON (docs.aws.amazon.com/amplify/latest/userguide/redirects.html): the first rule that matches answers.
///
/// "Amplify forwards all query parameters to the destination path for 301 and 302 redirects", except where the source
/// asks for a query itself and where the target has one ("How Amplify forwards query parameters").
package struct AmplifySource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.amplify, file: name, prefix: prefix)
    guard let root = reader.json(file) else { return reader.finish([]) }
    guard let list = root.array ?? root["customRules"]?.array else {
      reader.unreadable(file, root.line, "there is no list of rules: are these Amplify's customRules?")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    var fallbacks: [ListedRule] = []
    for node in list {
      do throws(MalformedRule) {
        let (listed, isFallback) = try self.rules(node, &reader)
        if isFallback { fallbacks += listed } else { rules += listed }
      } catch {
        reader.diagnose(.malformed, node.line, "Amplify ignores the rule: \(error.message)")
      }
    }
    return reader.finish(rules, fallbacks: fallbacks, placeholders: .colonBeginning)
  }

  private func rules(
    _ node: JSONNode, _ reader: inout ListReader
  ) throws(MalformedRule) -> (rules: [ListedRule], isFallback: Bool) {
    guard let source = node["source"]?.string, let target = node["target"]?.string else {
      throw MalformedRule("it has no source or no target")
    }
    let status = node["status"]?.string ?? node["status"]?.int.map(String.init)
    var action = ListedRule.Action.rewrite
    var unknown: String?
    switch status {
    case "200", "404-200": break
    case "404": action = .refuse(status: 404)
    case "301": action = .redirect(status: 301)
    case "302": action = .redirect(status: 302)
    case nil: unknown = "it has no status, and what that means is not documented"
    case let text?: throw MalformedRule("\(text) is none of the statuses 200, 301, 302, 404 and 404-200")
    }
    let form = try Form(source, reader)
    var written = Form.placeholders(Array(target.utf8))
    if form.isDomain {
      let end = target.hasPrefix("https://") ? 8 : target.hasPrefix("http://") ? 7 : 0
      if target.utf8.dropFirst(end).contains(0x2F) || end == 0 {
        unknown = unknown ?? "how the path joins the target \(target) is not documented"
      }
      written += [UInt8](":<*>")
    }
    if form.isExpression, target.contains("$") {
      unknown = unknown ?? "what a $ in the target of an expression takes is not documented"
    }
    var listed = ListedRule(
      rule: reader.note(node.line, "\(source) → \(target)", unknown: unknown), pattern: form.pattern,
      groups: form.names, action: action)
    listed.host = form.host
    listed.conditions = form.conditions
    if let country = node["condition"]?.string, !country.isEmpty {
      listed.conditions.append(.open("the visitor's country \(country)", isNegated: false))
    }
    listed.target = written
    listed.query = form.conditions.isEmpty ? .appendedUnlessOwn : .dropped
    let isFallback = status == "404" || status == "404-200"
    if isFallback { listed.isForced = false }
    guard let other = form.other, unknown == nil else { return ([listed], isFallback) }
    let reason = "if another letter case or a slash at the end matters is not documented"
    return ([listed, listed.doubtful(other, reason)], isFallback)
  }

  /// A source: a path with `<*>` at its end or `<name>` for a segment, `</expression/>`, or a domain.
  private struct Form {
    var pattern: Pattern
    /// Paths in another letter case or with another slash at the end.
    var other: Pattern?
    var names: [String] = []
    var host: String?
    var conditions: [ListedCondition] = []
    var isDomain = false
    var isExpression = false

    init(_ source: String, _ reader: ListReader) throws(MalformedRule) {
      let text = Array(source.utf8)
      let prefix = PathPattern.escaped(reader.prefix)
      if text.hasPrefix("</"), text.hasSuffix("/>"), text.count > 4 {
        guard let pattern = try? Pattern(Array(text.dropFirst(2).dropLast(2))) else {
          throw MalformedRule("its expression cannot be read")
        }
        (self.pattern, isExpression) = (pattern, true)
        return
      }
      guard let (host, path, query) = ListReader.split(source), path.first == 0x2F else {
        throw MalformedRule("the source \(source) begins with no / and is no domain")
      }
      if host != nil {
        guard path == [0x2F], query == nil else { throw MalformedRule("a domain stands without a path") }
        guard let pattern = PathPattern.pattern(prefix + [UInt8]("(/.*)"), false) else {
          throw MalformedRule("the source cannot be read")
        }
        (self.pattern, self.host, names, isDomain) = (pattern, host, ["<*>"], true)
        return
      }
      var expression: [UInt8] = []
      var rest = path[...]
      while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "<"), let end = rest.firstIndex(of: UInt8(ascii: ">")) else {
          expression += PathPattern.escaped(RuleListServer.spelled([byte], .sent))
          continue
        }
        let name = "<\(Array(rest[..<end]).text)>"
        rest = rest[(end + 1)...]
        if name == "<*>", !rest.isEmpty { throw MalformedRule("<*> stands at the end of a source only") }
        names.append(name)
        expression += name == "<*>" ? [UInt8]("(.*)") : [UInt8]("([^/]+)")
      }
      guard let pattern = PathPattern.pattern(prefix + expression, false) else {
        throw MalformedRule("the source cannot be read")
      }
      self.pattern = pattern
      let isOpen = names.last == "<*>"
      let bare = expression.last == 0x2F && expression.count > 1 ? Array(expression.dropLast()) : expression
      other = PathPattern.pattern(prefix + (isOpen ? expression : bare + [UInt8]("/?")), true)
      for parameter in (query ?? []).split(separator: 0x26) {
        let (name, value) = NetlifyRule.pair(Array(parameter).text)
        let text = Array((value ?? "").utf8)
        let isValue = text.first == UInt8(ascii: "<") && text.last == UInt8(ascii: ">")
        conditions.append(
          .parameter(
            name: name, value: isValue ? nil : PathPattern.literal(text),
            captured: isValue ? [text.text] : [],
            isNegated: false))
      }
      if !conditions.isEmpty {
        conditions.append(
          .noOtherParameters(
            than: (query ?? []).split(separator: 0x26).map { NetlifyRule.pair(Array($0).text).name }))
      }
    }

    /// Returns a target with `:` in front of each `<name>`, as the server finds what it replaces.
    static func placeholders(_ target: [UInt8]) -> [UInt8] {
      target.flatMap { $0 == UInt8(ascii: "<") ? [UInt8(ascii: ":"), $0] : [$0] }
    }
  }
}
