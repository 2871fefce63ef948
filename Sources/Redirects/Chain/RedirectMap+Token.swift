internal import AutoTagWebURL

extension RedirectMap {
  /// Returns the rule that keeps a link from its end as long as the token stands in it, and lets click ids pass; `nil` where
  /// none does.
  func tokenRefusal(
    of chain: RedirectChain, _ parameter: String, _ visitor: VisitorAnswers
  ) -> RedirectRule? {
    guard ClickIDSample.isToken(parameter), isWantedAddress(chain.end) else { return nil }
    if case .drops = chain.forwarding { return nil }
    var visitor = visitor
    let way = walk(from: chain.start.carrying(parameter), &visitor)
    guard !isWantedAddress(way.end) else { return nil }
    if case .deadEnd(_, let rule?) = way.end { return rule }
    return way.hops.last?.redirect.rule
  }
}
