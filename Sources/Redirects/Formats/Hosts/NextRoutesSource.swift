internal import AutoTagBytes

/// `routes-manifest.json`, which `next build` writes into `.next` from the redirects of a `next.config.js`
/// (github.com/vercel/next.js: build-custom-route.ts, path-match.ts, prepare-destination.ts). They come before all files
/// and pages. A source is compiled by path-to-regexp 6, in any letter case, with an optional slash at its end.
///
/// The request's query goes in front of the target's own; see `NextQuery`.
package struct NextRoutesSource: RedirectSource {
  package init() {}

  /// Optional parameters of one source; each is a rule with it and one without it.
  private static let mostOptional = 3

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ListReader(.nextRoutes, file: name, prefix: prefix)
    if Self.isConfiguration(name) {
      reader.diagnose(
        .notUnderstood, 1,
        "the redirects of Next.js are a program here, which is not run: build the site, and name the build's "
          + ".next/routes-manifest.json under redirects.sources, with format next-routes")
      return reader.finish([])
    }
    guard let root = reader.json(file) else { return reader.finish([]) }
    guard let redirects = root["redirects"]?.array else {
      reader.diagnose(
        .malformed, root.line, "there is no list of redirects: is this the routes-manifest.json of a build?")
      return reader.finish([])
    }
    var rules: [ListedRule] = []
    for redirect in redirects {
      rules += self.rules(redirect, isCaseSensitive: root["caseSensitive"]?.isTrue ?? false, &reader)
    }
    return reader.finish(rules, spelling: .exact, placeholders: .compiled)
  }

  /// Returns true for the program that a build reads.
  /// - Parameter file: its path.
  private static func isConfiguration(_ file: String) -> Bool {
    RedirectFormat.nextConfigurations.contains { file == $0 || file.hasSuffix("/" + $0) }
  }

  private func rules(
    _ node: JSONNode, isCaseSensitive: Bool, _ reader: inout ListReader
  ) -> [ListedRule] {
    guard let source = node["source"]?.string, let target = node["destination"]?.string,
      let status = node["statusCode"]?.int
    else {
      reader.diagnose(.malformed, node.line, "a redirect needs a source, a destination and a statusCode")
      return []
    }
    let template = PathTemplate(Array(source.utf8))
    guard template.problem == nil, let variants = template.variants(most: Self.mostOptional) else {
      reader.diagnose(
        .notUnderstood, node.line,
        "the source \(source) is not understood: \(template.problem ?? "it has many optional parts")")
      return []
    }
    let isInternal = node["internal"]?.isTrue ?? false
    let rule =
      isInternal
      ? RedirectRule(.nextRoutes, file: reader.file, line: node.line, text: "\(source) → \(target)")
      : reader.note(node.line, "\(source) → \(target)")
    var conditions: [ListedCondition] = []
    for (name, isNegated) in [("has", false), ("missing", true)] {
      for condition in node[name]?.array ?? [] {
        conditions.append(VercelSource.condition(condition, isNegated: isNegated, takesEmpty: false))
      }
    }
    return variants.compactMap { variant in
      var body = PathPattern.escaped(reader.prefix) + variant.expression
      if !isInternal {
        // `/_next` is the server's own. Without the look ahead the rules can be found by their beginning.
        if variant.mayBegin(with: [UInt8]("/_next")), reader.prefix.isEmpty {
          body = [UInt8]("(?!/_next)") + body
        }
        body += [UInt8]("(?:/)?")
      }
      guard let pattern = PathPattern.pattern(body, !isCaseSensitive) else { return nil }
      var listed = ListedRule(
        rule: rule, pattern: pattern, groups: variant.groupNames, action: .redirect(status: status))
      listed.conditions = conditions
      listed.query = .overridden
      listed.target = VercelTarget(
        groups: variant.groupNames, values: conditions.flatMap(\.valueNames), isAlwaysCompiled: true
      ).compiled(Array(target.utf8))
      return listed
    }
  }
}
