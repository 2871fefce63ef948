internal import AutoTagTracking
internal import AutoTagWebURL
internal import Synchronization

/// A redirected link before and after a change of rules.
struct LinkFate {
  let arrival: LinkArrival
  let lookup: RedirectLookup?
  /// True if the address that the link arrives at gets the parameter with the click id and is otherwise the same.
  let addsParameterAlone: Bool
  /// True if the link's query is handed on wherever visitors are led to the group; others may be led elsewhere.
  let handsOn: Bool

  var link: RedirectedLink? { if case .affiliate(let link) = lookup { link } else { nil } }

  /// True if a click id gets to the group, where visitors do.
  var isTrackable: Bool {
    guard let link, handsOn else { return false }
    return !link.chain.addsParameter(link.group.subid)
  }

  var dropsQuery: Bool { if case .drops = link?.chain.forwarding { true } else { false } }

  /// Returns true if the link arrives where another one does, and hands the query on.
  func isMended(from other: LinkFate) -> Bool {
    arrival == other.arrival && isTrackable && addsParameterAlone
      && link?.group.name == other.link?.group.name
  }

  /// Returns true if nothing of the link is worse than it was.
  func isNoWorse(than other: LinkFate) -> Bool {
    guard arrival == other.arrival, link?.group.name == other.link?.group.name else { return false }
    if isMended(from: other) { return true }
    switch (other.link?.chain.forwarding, link?.chain.forwarding) {
    case (nil, nil), (_, .forwards), (.drops, .drops), (.unknown, .unknown): return true
    default: return false
    }
  }
}

extension RedirectScan {
  func fate(of url: WebURL) -> LinkFate {
    let ways = outcomes(from: url)
    let lookup = judgement(on: url, ways)
    var addsParameterAlone = false
    var handsOn = false
    if case .affiliate(let link) = lookup {
      let parameter = link.group.triedParameter
      let plain = parameter == Self.usualParameter ? ways : outcomes(from: url, carrying: parameter)
      handsOn = self.handsOn(plain, to: link.group)
      addsParameterAlone = handsOn && addsAlone(parameter, url, plain)
    }
    return LinkFate(
      arrival: LinkArrival(ways), lookup: lookup, addsParameterAlone: addsParameterAlone, handsOn: handsOn)
  }

  private func handsOn(_ ways: RedirectOutcomes, to group: TrackingGroup) -> Bool {
    ways.isComplete
      && ways.all.allSatisfy { way in
        guard let end = way.chain.destination, classifier.group(hosting: end.origin)?.name == group.name
        else { return true }
        if case .forwards = way.chain.forwarding { return true }
        return false
      }
  }

  /// Returns true if a parameter of a link makes no other difference to where it leads than to be there too: a rule may
  /// write the whole query into another parameter besides. Whoever is led to no other site is led to the same place.
  private func addsAlone(_ parameter: String, _ url: WebURL, _ plain: RedirectOutcomes) -> Bool {
    if url.hasParameter(parameter) { return true }
    let carried = outcomes(from: url.carrying(parameter), carrying: parameter)
    let expected = Self.destinations(plain).map { [$0[0]] + ($0.dropFirst() + [parameter]).sorted() }
    return Self.endsOnSite(plain) == Self.endsOnSite(carried)
      && Set(expected) == Self.destinations(carried)
  }

  private static func destinations(_ ways: RedirectOutcomes) -> Set<[String]> {
    Set(
      ways.all.compactMap(\.chain.destination).map { end in
        let parameters = (end.query ?? "").split(separator: "&").map(String.init)
        return [end.with(query: nil).description] + parameters.sorted()
      })
  }

  private static func endsOnSite(_ ways: RedirectOutcomes) -> Set<String> {
    Set(
      ways.all.map(\.chain).filter { $0.destination == nil }.map { chain in
        switch chain.end {
        case .page(let url): "page \(url.path)"
        case .deadEnd(let url, let rule): "nothing at \(url.path) by \(rule?.location ?? "")"
        case .loop(let url): "loop at \(url.path)"
        case .external, .tooLong, .notWeb, .unknown: "\(chain.end)"
        }
      })
  }

  /// Returns the rules on a link's way that lose the query, each by itself; `nil` where one of them cannot be changed.
  func droppingRules(_ link: RedirectedLink) -> [RedirectRule]? {
    guard let mends, case .drops(let decision) = link.chain.forwarding else { return nil }
    let parameter = link.group.triedParameter
    guard !mends.proposals(for: decision.rule, subid: link.group.subid).isEmpty else { return nil }
    var rules: [RedirectRule] = [decision.rule]
    for hop in ([link.chain] + link.chain.alternatives.map(\.chain)).flatMap(\.hops) {
      for way in outcomes(from: hop.from, carrying: parameter).all {
        guard case .drops(let decision) = way.chain.forwarding, !rules.contains(decision.rule),
          let end = way.chain.destination, classifier.group(hosting: end.origin)?.name == link.group.name
        else { continue }
        rules.append(decision.rule)
      }
    }
    return rules.allSatisfy { !mends.proposals(for: $0, subid: link.group.subid).isEmpty } ? rules : nil
  }

  /// Returns the changes of rules after which a link is trackable and arrives where it does now, as an evaluation of the
  /// changed files shows; `nil` where none is found.
  package func provenChange(for link: RedirectedLink) -> [RuleChange]? {
    guard let mends, let rules = droppingRules(link) else { return nil }
    let subid = link.group.subid
    let before = fate(of: link.chain.start)
    for number in 0..<mends.roundCount(subid: subid) {
      guard with(mends.round(number, subid: subid)).fate(of: link.chain.start).isMended(from: before) else {
        continue
      }
      return rules.compactMap { rule in
        let proposals = mends.proposals(for: rule, subid: subid)
        return proposals.isEmpty
          ? nil : RuleChange(rule: rule, proposal: proposals[min(number, proposals.count - 1)])
      }
    }
    return nil
  }

  /// Returns what can be done for a link whose query is lost, as a clause: only what an evaluation has shown to help.
  package func advice(for link: RedirectedLink) -> String {
    let key = "\(link.group.name) \(link.chain.start)"
    if let known = advice.withLock({ $0[key] }) { return known }
    let text = makeAdvice(for: link)
    advice.withLock { advice in
      if advice.count == Self.mostKnown { advice.removeAll(keepingCapacity: true) }
      advice[key] = text
    }
    return text
  }

  private func makeAdvice(for link: RedirectedLink) -> String {
    var parts: [String] = []
    if let changes = provenChange(for: link) {
      let words = changes.map {
        changes.count == 1 ? $0.proposal.words : "\($0.rule.mention), \($0.proposal.words)"
      }
      parts.append(words.joined(separator: "; and at "))
      parts.append("set redirects to mend, which does that")
    } else if case .drops(let decision) = link.chain.forwarding, let remedy = decision.remedy {
      parts.append(remedy)
    }
    // No one address can stand in for a link whose visitors are led to several.
    if link.chain.hasOneAddress {
      parts.append("set redirects to inline")
    }
    parts.append("link to the affiliate address itself")
    return parts.count == 1
      ? parts[0] : parts.dropLast().joined(separator: ", ") + ", or " + parts[parts.count - 1]
  }
}
