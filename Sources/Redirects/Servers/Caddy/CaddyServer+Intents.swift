extension CaddyServer {
  func intents(where isWanted: (RedirectRule) -> Bool) -> [RuleIntent] {
    sites.flatMap { Self.intents(in: $0.program, nil, where: isWanted) }
  }

  /// - Parameter outer: the matchers around the program.
  private static func intents(
    in program: CaddyProgram, _ outer: CaddyMatcherSet?, where isWanted: (RedirectRule) -> Bool
  ) -> [RuleIntent] {
    program.routes(of: .old).list.flatMap { route in
      let matchers = route.matchers ?? outer
      return route.handlers.flatMap { handler -> [RuleIntent] in
        switch handler {
        case .redirect(let redirect) where isWanted(redirect.rule):
          matchers?.paths.compactMap { path in
            switch path.kind {
            case .exact: RuleIntent(redirect.rule, literal: path.text)
            case .prefix: RuleIntent(redirect.rule, literal: Array(path.literal), isOpen: true)
            default: nil
            }
          } ?? []
        case .routes(let program): intents(in: program, matchers, where: isWanted)
        default: []
        }
      }
    }
  }
}

extension CaddyMatcherSet {
  /// The paths of a set that asks for paths alone.
  fileprivate var paths: [CaddyPath] {
    guard matchers.count == 1, case .paths(let paths) = matchers[0] else { return [] }
    return paths
  }
}
