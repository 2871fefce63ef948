extension RuleListServer {
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] {
    (rules + fallbacks).compactMap { listed in
      guard isWanted(listed.rule), listed.address == nil, listed.conditions.isEmpty, listed.host == nil else {
        return nil
      }
      return RuleIntent(listed.rule, pattern: listed.pattern.source)
    }
  }
}
