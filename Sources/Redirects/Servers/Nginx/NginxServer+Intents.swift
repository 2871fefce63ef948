extension NginxServer {
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] {
    servers.flatMap { Self.intents(in: $0.content, where: isWanted) }
  }

  private static func intents(
    in location: NginxLocation, where isWanted: (RedirectRule) -> Bool
  ) -> [RuleIntent] {
    location.instructions.compactMap { instruction -> RuleIntent? in
      switch instruction {
      case .rewrite(let rewrite) where isWanted(rewrite.rule):
        RuleIntent(rewrite.rule, wholePath: rewrite.pattern.pattern.source)
      case .answer(_, _, let rule) where isWanted(rule):
        switch location.kind {
        case .exact(let path): RuleIntent(rule, literal: path)
        case .prefix(let path, _): RuleIntent(rule, literal: path)
        case .pattern(let pattern): RuleIntent(rule, wholePath: pattern.pattern.source)
        case .server, .named: nil
        }
      default: nil
      }
    } + location.locations.flatMap { intents(in: $0, where: isWanted) }
  }
}
