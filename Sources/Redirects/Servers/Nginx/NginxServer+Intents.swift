extension NginxServer {
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] {
    // Of several servers each has names of its own, and its rules are for those.
    guard servers.count == 1 else { return [] }
    return servers.flatMap { Self.intents(in: $0.content, where: isWanted) }
  }

  private static func intents(
    in location: NginxLocation, where isWanted: (RedirectRule) -> Bool
  ) -> [RuleIntent] {
    location.instructions.compactMap { instruction -> RuleIntent? in
      switch instruction {
      case .rewrite(let rewrite) where isWanted(rewrite.rule):
        RuleIntent(rewrite.rule, pattern: rewrite.pattern.pattern.source)
      case .answer(_, _, let rule) where isWanted(rule):
        switch location.kind {
        case .exact(let path): RuleIntent(rule, literal: path)
        case .prefix(let path, _): RuleIntent(rule, literal: path)
        case .pattern(let pattern): RuleIntent(rule, pattern: pattern.pattern.source)
        case .server, .named: nil
        }
      default: nil
      }
    } + location.locations.flatMap { intents(in: $0, where: isWanted) }
  }
}
