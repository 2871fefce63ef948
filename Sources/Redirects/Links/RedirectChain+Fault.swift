package import AutoTagTracking
internal import AutoTagWebURL

extension RedirectChain {
  /// Returns the group that a link is meant for which does not arrive there: the one whose host stands in a rule on its way,
  /// the last one first; `nil` where none does.
  func meantGroup(_ classifier: LinkClassifier) -> TrackingGroup? {
    if let intended, let group = classifier.group(hosting: intended.origin) { return group }
    let last: RedirectRule? =
      switch end {
      case .unknown(let rule, _): rule
      case .deadEnd(_, let rule): rule
      case .external, .page, .loop, .tooLong, .notWeb: nil
      }
    let rules = [last].compactMap(\.self) + hops.reversed().map(\.rule)
    return rules.lazy.compactMap { rule in classifier.groups.first { rule.names(hostOf: [$0]) } }.first
  }

  /// The fault of a link that redirects lead nowhere, or to an unknown address; `nil` for one that arrives somewhere.
  package var fault: Fault? {
    let last = hops.last?.rule.mention ?? "the redirect"
    if let unanswered {
      return .redirectUnanswered(
        at: unanswered.rule.mention, "\(start)", host: unanswered.host, because: unanswered.reason,
        fix: unanswered.fix)
    }
    switch end {
    case .external, .page: return nil
    case .loop(let url): return .redirectLoop(at: last, backTo: "\(url)")
    case .tooLong: return .redirectTooLong(from: hops.first?.rule.mention ?? last, longest: Self.longest)
    case .notWeb(let text): return .redirectNotWeb(at: last, text)
    case .unknown(let rule, let reason):
      return .redirectNotUnderstood(at: rule.mention, because: reason, fix: rule.fixOfUnread)
    case .deadEnd(let url, nil): return .redirectDeadEnd(at: last, "\(url)", because: "where nothing is")
    case .deadEnd(let url, .some(let rule)):
      if let reason = rule.fileFault {
        return rule.format == .htaccess
          ? .redirectRefused(at: rule.mention, "\(url)", because: reason)
          : .redirectSkipped(at: rule.mention, "\(url)", because: reason)
      }
      guard !hops.isEmpty else { return .redirectDeadEnd(at: rule.mention, refusing: "\(url)") }
      return .redirectDeadEnd(at: last, "\(url)", because: "which \(rule.mention) refuses")
    }
  }
}

extension RedirectRule {
  /// The way to have the rules read that a line names, or that a file which is broken as a whole has; `nil` for a rule.
  fileprivate var fixOfUnread: String? {
    switch directive {
    case "include", "includeoptional", "import":
      "Put what \(mention) names beside the redirect file, or name it under redirects.sources"
    case "the" where text == UnreadRules.wholeFile: "Correct \(mention)"
    default: nil
    }
  }
}
