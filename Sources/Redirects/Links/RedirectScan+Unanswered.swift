internal import AutoTagBytes
package import AutoTagTracking
internal import AutoTagWebURL

// Rules that lead to a group by their words and never answer what they are for.

extension RedirectScan {
  /// Returns the chain of a link that arrives at no group with the rule that was meant to lead it to one; `nil` where no rule
  /// was, or where the link may well be meant for what answers it.
  func unanswered(_ chain: RedirectChain) -> (chain: RedirectChain, group: TrackingGroup)? {
    guard !map.intended.all.isEmpty else { return nil }
    let isPage: Bool
    switch chain.end {
    case .page: isPage = true
    case .deadEnd(_, nil): isPage = false
    case .deadEnd, .external, .loop, .tooLong, .notWeb, .unknown: return nil
    }
    let path = Array(chain.start.path.utf8)
    var intent = map.intended.intent(for: path)
    if intent == nil, !isPage, path.hasSuffix(".html") { intent = map.intended.intent(for: path.dropLast(5)) }
    guard let intent, !intent.isOpen || !isPage && chain.hops.isEmpty,
      let (group, host) = host(of: intent.rule)
    else { return nil }
    let (reason, fix) = reason(intent, chain, isPage: isPage)
    var chain = chain
    chain.unanswered = UnansweredRule(rule: intent.rule, host: host, reason: reason, fix: fix)
    return (chain, group)
  }

  /// One problem for each rule that does not answer the very address that it is written for, nor does another that leads to
  /// a group.
  package var unansweredRules: [Problem] {
    map.intended.all.compactMap { intent in
      guard !intent.isOpen, let url = address(of: intent) else { return nil }
      // Nearly every rule answers at once.
      for answer in map.serverAnswers(to: ServerRequest(url, site: map.site)) {
        if case .redirect(let redirect) = answer, host(of: redirect.rule) != nil { return nil }
        if case .unknown = answer { return nil }
      }
      guard case .broken(let chain, _)? = lookup(url), let unanswered = chain.unanswered,
        unanswered.rule == intent.rule
      else { return nil }
      return Problem(
        .redirectRuleUnanswered(
          "\(url)", host: unanswered.host, because: unanswered.reason, fix: unanswered.fix),
        file: intent.rule.file, line: intent.rule.line, column: 1)
    }
  }

  private func host(of rule: RedirectRule) -> (group: TrackingGroup, host: String)? {
    let text = rule.namedText.lowercased()
    for group in classifier.groups {
      if let host = group.hosts.first(where: { text.contains($0) }) { return (group, host) }
    }
    return nil
  }

  /// The address that a rule is written for.
  private func address(of intent: RuleIntent) -> WebURL? {
    let path = URLEncoding.encoded(intent.path) {
      $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || URLEncoding.mustEncodeInPath($0)
    }
    return WebURL(path, relativeTo: map.site.root)
  }

  /// Returns the reason for which a rule does not answer a link, and what to do.
  private func reason(
    _ intent: RuleIntent, _ chain: RedirectChain, isPage: Bool
  ) -> (reason: String, fix: String) {
    let place = intent.rule.mention
    if let (reason, fix) = intent.hindrance { return (reason, "\(fix) (\(place))") }
    if let first = chain.hops.first {
      return ("\(first.rule.mention) answers first", wayToTheFront(intent.rule))
    }
    let own = address(of: intent)
    if !intent.isOpen, let own, own.path != chain.start.path, answers(own) {
      let (one, other) = (own.path, chain.start.path)
      let difference =
        one.lowercased() == other.lowercased()
        ? "in other letter case"
        : one.lowercased() + "/" == other.lowercased()
          ? "without the slash at the end"
          : one.lowercased() == other.lowercased() + "/"
            ? "with a slash at the end" : "in another spelling"
      return ("it is for \(one), \(difference)", "link to \(one), or let \(place) answer both")
    }
    for answer in map.serverAnswers(to: ServerRequest(chain.start, site: map.site)) {
      if case .serve(_, let rule) = answer {
        return ("\(rule.mention) answers first", wayToTheFront(intent.rule))
      }
    }
    if isPage, let file = map.file(at: Array(chain.start.path.utf8)) {
      return (
        "the file \(MessageText.path(file)) answers first",
        "remove that file, or let \(place) go before files"
      )
    }
    return (
      "a rule in front of it, or its own conditions, let nobody get there",
      "move \(place) to the front, and take its conditions away"
    )
  }

  private func wayToTheFront(_ rule: RedirectRule) -> String {
    // The order in the file decides about few locations.
    rule.format == .nginx
      ? "let \(rule.mention) be asked first: location = goes before all other locations"
      : "move \(rule.mention) in front of it"
  }

  /// Returns true if the server leads an address to a group.
  private func answers(_ url: WebURL) -> Bool {
    map.serverAnswers(to: ServerRequest(url, site: map.site)).contains { answer in
      if case .redirect(let redirect) = answer { host(of: redirect.rule) != nil } else { false }
    }
  }
}
