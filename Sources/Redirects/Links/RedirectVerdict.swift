internal import AutoTagTracking
internal import AutoTagWebURL

/// The judgement on a link with several ways, one for each kind of visitor: which of them counts, and what is certain.
struct RedirectVerdict {
  private let outcomes: RedirectOutcomes
  private let classifier: LinkClassifier

  init(_ outcomes: RedirectOutcomes, _ classifier: LinkClassifier) {
    self.outcomes = outcomes
    self.classifier = classifier
  }

  /// The group that the first of the ways leads to that leads to any; `nil` where none does.
  var group: TrackingGroup? { outcomes.all.lazy.compactMap { Self.group(of: $0.chain, classifier) }.first }

  /// Returns one chain for all ways: the first that leads to the group, with what is certain about the query, and the
  /// others as its alternatives.
  func chain(to group: TrackingGroup) -> RedirectChain? {
    let ways = Self.merged(outcomes.all)
    guard let main = ways.first(where: { Self.group(of: $0.chain, classifier)?.name == group.name }) else {
      return nil
    }
    var chain = main.chain
    // The usual way of nearly every link, and the only one.
    guard ways.count > 1 || !outcomes.isComplete || outcomes.all.contains(where: \.assumesBrowser) else {
      return chain
    }
    let others = ways.filter { $0 != main }
    let usual = outcomes.all.first?.chain
    chain.alternatives = others.filter { way in
      !leavesAlone(way.chain)
        || way.chain.destination != nil && way.chain.destination != chain.destination
        // Where the usual visitor stays on the site, no other address may take the link's place.
        || way.chain == usual && !way.chain.isRefused && Self.group(of: way.chain, classifier) == nil
    }.map { way in
      var way = way
      way.deciding = deciding(way, besides: main)
      way.assumed = relevant(in: way)
      return way
    }
    chain.hasMoreWays = !outcomes.isComplete
    chain.assumesBrowser = outcomes.all.contains(where: \.assumesBrowser)
    chain.forwarding = forwarding(main, others, group)
    return chain
  }

  /// The chain to show for a link that no way leads to a group: one that may lead there all the same, for all that
  /// is known, or else that of the usual visitor.
  var chainElsewhere: RedirectChain? {
    let unknown = outcomes.all.filter { $0.chain.endsAtUnknownRule }
    let doubtful = unknown.first { $0.chain.leadsNowhere(classifier) && $0.chain.hops.isEmpty }
    // So may a link for some visitors, were it not for a fault of the file.
    if let refused = outcomes.all.first(where: { $0.chain.isInRefusedFile }) { return refused.chain }
    guard let usual = outcomes.all.first else { return nil }
    if let doubtful { return doubtful.chain }
    return (usual.chain.leadsNowhere(classifier) ? unknown.first ?? usual : usual).chain
  }

  /// The fate of the query on all ways that lead to the group; uncertain where another way loses the link.
  private func forwarding(
    _ main: RedirectOutcome, _ others: [RedirectOutcome], _ group: TrackingGroup
  ) -> QueryForwarding {
    var lossy: (RedirectOutcome, QueryForwarding.Decision)?
    var isLostEverywhere = true
    for way in [main] + others where Self.group(of: way.chain, classifier)?.name == group.name {
      switch way.chain.forwarding {
      case .forwards: isLostEverywhere = false
      case .drops(let decision): lossy = lossy ?? (way, decision)
      case .unknown: return way.chain.forwarding
      }
    }
    if let (way, decision) = lossy {
      guard !isLostEverywhere else { return .drops(decision) }
      return .unknown(
        .init(
          rule: decision.rule, reason: "\(circumstances(way, besides: main)) \(decision.reason)"))
    }
    // The usual visitor is no exception.
    let usual = outcomes.all.first.flatMap { Self.group(of: $0.chain, classifier) == nil ? $0 : nil }
    if let stray = usual ?? others.first(where: { !leavesAlone($0.chain) }) {
      return .unknown(
        .init(
          rule: deciding(stray, besides: main)?.rule ?? main.chain.hops.first?.rule ?? stray.anyRule,
          reason: "\(circumstances(stray, besides: main)) \(stray.chain.endInWords)"))
    }
    if !outcomes.isComplete, let rule = main.chain.hops.first?.rule {
      return .unknown(
        .init(
          rule: rule,
          reason:
            "more ways depend on the visitor than are followed (\(outcomes.all.count) were)"))
    }
    return .forwards
  }

  /// Returns the answer at which a way parts from another one, in words: "where …,".
  private func circumstances(_ way: RedirectOutcome, besides other: RedirectOutcome) -> String {
    (deciding(way, besides: other) ?? way.assumed.last)?.circumstance ?? "for some visitors"
  }

  /// Returns the answer of a way at which it parts from another; `nil` where it has none of its own. Of all visitors that
  /// go these two ways it is that of the two who differ least, so that what makes no difference is not named.
  private func deciding(_ way: RedirectOutcome, besides other: RedirectOutcome) -> Assumption? {
    var best: (differences: [Assumption], own: Assumption)?
    let others = outcomes.all.filter { $0.chain == other.chain }
    for way in outcomes.all.filter({ $0.chain == way.chain }) {
      for other in others {
        let differences = way.assumed.filter { own in
          other.assumed.contains { $0.question == own.question && $0.option != own.option }
        }
        guard let first = differences.first else { continue }
        if best.map({ differences.count < $0.differences.count }) ?? true { best = (differences, first) }
      }
    }
    return best?.own ?? way.assumed.last { !other.assumed.contains($0) }
  }

  /// Returns the answers of a way without which it would be another one: with the others changed one by one, it stays.
  private func relevant(in way: RedirectOutcome) -> [Assumption] {
    func option(_ outcome: RedirectOutcome, _ question: String) -> Int? {
      outcome.assumed.first { $0.question == question }?.option
    }
    let found = way.assumed.filter { own in
      outcomes.all.contains { other in
        guard other.chain.end != way.chain.end, let answer = option(other, own.question), answer != own.option
        else {
          return false
        }
        return way.assumed.allSatisfy { asked in
          asked.question == own.question
            || option(other, asked.question).map { $0 == asked.option } ?? true
        }
      }
    }
    // Each of two may be enough.
    return found.isEmpty ? way.deciding.map { [$0] } ?? way.assumed : found
  }

  /// Returns true if visitors of such a way lose nothing by the link's being tagged: they get to the group, a rule of the
  /// site refuses them, or no redirect has to do with them.
  private func leavesAlone(_ chain: RedirectChain) -> Bool {
    if Self.group(of: chain, classifier) != nil { return true }
    switch chain.end {
    case .deadEnd(_, .some): return true
    case .page, .deadEnd(_, nil): return chain.hops.allSatisfy(\.staysAtPath)
    case .external, .loop, .tooLong, .notWeb, .unknown: return false
    }
  }

  private static func group(of chain: RedirectChain, _ classifier: LinkClassifier) -> TrackingGroup? {
    guard !chain.hops.isEmpty, let destination = chain.destination else { return nil }
    return classifier.group(hosting: destination.origin)
  }

  /// Ways that are the same but for what was assumed, as one.
  private static func merged(_ all: [RedirectOutcome]) -> [RedirectOutcome] {
    var seen: Set<RedirectChain> = []
    return all.filter { seen.insert($0.chain).inserted }
  }
}

extension RedirectChain {
  /// The end in words, behind a circumstance: "where …, the link …".
  fileprivate var endInWords: String {
    switch end {
    case .external(let url): "the link leads to \(url.hostName)"
    case .page(let url): "the link leads to the page \(url)"
    case .deadEnd(let url, .some(let rule)): "\(rule.mention) refuses \(url)"
    case .deadEnd(let url, nil): "the link leads to \(url), where nothing is"
    case .loop: "redirects lead in a circle"
    case .tooLong: "there are more than \(Self.longest) redirects"
    case .notWeb(let text): "the link leads to \(text), which is no web address"
    case .unknown(let rule, let reason): "\(rule.mention) is not understood: \(reason)"
    }
  }
}

extension RedirectChain {
  fileprivate var isRefused: Bool { if case .deadEnd(_, .some) = end { true } else { false } }

  fileprivate var isInRefusedFile: Bool {
    if case .deadEnd(_, .some(let rule)) = end { rule.fileFault != nil } else { false }
  }

  fileprivate var endsAtUnknownRule: Bool { if case .unknown = end { true } else { false } }

  /// Returns true if whoever follows the chain arrives at nothing, or at an unknown address. A link that no redirect has
  /// to do with and that leads to no page is not meant.
  func leadsNowhere(_ classifier: LinkClassifier) -> Bool {
    switch end {
    case .external, .page: false
    case .deadEnd(_, let rule?) where rule.unknown != nil:
      !hops.isEmpty || rule.mayLead(to: classifier.groups)
    case .deadEnd(_, let rule): !hops.isEmpty || rule != nil
    case .loop, .tooLong, .notWeb: !hops.isEmpty
    case .unknown(let rule, _):
      !hops.isEmpty || rule.mayLead(to: classifier.groups)
    }
  }
}

extension RedirectHop {
  /// True if the hop changes scheme or host and nothing else.
  fileprivate var staysAtPath: Bool { WebURL(location, relativeTo: from)?.path == from.path }
}

extension RedirectOutcome {
  /// The difference of this way from the others in words: "where …, the link leads to …".
  package var difference: String {
    ((deciding ?? assumed.last).map { $0.circumstance + " " } ?? "") + chain.endInWords
  }

  fileprivate var anyRule: RedirectRule {
    chain.hops.last?.rule ?? RedirectRule(answerOf: "the site", text: "")
  }
}

extension Assumption {
  /// The assumption as the beginning of a sentence: "where …,".
  fileprivate var circumstance: String {
    // Some name the rule themselves.
    let place = rule.map(\.mention).flatMap { words.contains($0) ? nil : " (\($0))" }
    return "where \(words)\(place ?? ""),"
  }
}
