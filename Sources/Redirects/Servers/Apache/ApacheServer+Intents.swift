internal import AutoTagBytes

extension ApacheServer {
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] {
    folders.reversed().flatMap { folder in
      // What a file does not say, one in a folder above does.
      let engine = folders.first { $0.isEngineOn != nil && folder.prefix.starts(with: $0.prefix) }
      let rewrites = folder.rewriteRules.filter { isWanted($0.rule) }.compactMap { rule -> RuleIntent? in
        guard !rule.isNegated, rule.conditions.allSatisfy(\.isAboutPath) else { return nil }
        let source = rule.pattern.source
        var intent = RuleIntent(rule.rule, below: folder.prefix, pattern: source)
        if engine?.isEngineOn != true, engine?.engineCondition == nil {
          intent?.hindrance = (
            engine != nil ? "RewriteEngine is off there" : "RewriteEngine is not on there",
            "write RewriteEngine On above it"
          )
        } else if source.asksForSlash {
          intent?.hindrance = (
            "in a .htaccess file no path begins with the slash that its pattern asks for",
            "remove the slash at the beginning of the pattern"
          )
        }
        return intent
      }
      let aliases = folder.aliases.filter { isWanted($0.rule) }.compactMap { alias -> RuleIntent? in
        switch alias.source {
        case .path(let path): RuleIntent(alias.rule, literal: path)
        case .pattern(let pattern): RuleIntent(alias.rule, wholePath: pattern.source)
        }
      }
      return rewrites + aliases
    }
  }
}

extension RewriteCondition {
  /// True if it asks for the path or for how the site is asked for, and so for nothing that a link's query tells.
  fileprivate var isAboutPath: Bool {
    [
      "%{REQUEST_URI}", "%{REQUEST_FILENAME}", "%{HTTPS}", "%{REQUEST_SCHEME}", "%{SERVER_PORT}",
      "%{THE_REQUEST}",
    ].contains(subject.text.uppercased())
  }
}

extension [UInt8] {
  /// True for a regular expression that matches nothing but what begins with a slash.
  fileprivate var asksForSlash: Bool {
    let rest = drop { $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "(") }
    return first == UInt8(ascii: "^") && rest.first == 0x2F
      && !"?*)|".utf8.contains(rest.dropFirst().first ?? 0)
  }
}
