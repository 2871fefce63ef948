package import AutoTagTracking
package import AutoTagWebURL
internal import Synchronization

/// What servers answered about a site's links, by the lock file: goes on where the site's own files do not know
/// where a link leads. Workers share it.
package final class LiveAnswers: Sendable {
  private let lock: ResolutionLock
  private let named: [NamedHost]
  private let classifier: LinkClassifier
  /// The addresses that there was no answer for.
  private let unanswered = Mutex<Set<WebURL>>([])

  package init(_ lock: ResolutionLock, hosts: [NamedHost], classifier: LinkClassifier) {
    self.lock = lock
    self.named = hosts
    self.classifier = classifier
  }

  /// The named hosts as links have them.
  package var hosts: [String] { named.map(\.host) }

  /// The addresses that there was no answer for, sorted.
  package var missing: [WebURL] {
    unanswered.withLock { $0 }.sorted { $0.description < $1.description }
  }

  /// Whether the address is one of a named host and no tracking group's.
  package func mayAnswer(_ url: WebURL) -> Bool {
    guard let address = url.requestable, named.contains(where: { $0.covers(address) }) else { return false }
    return classifier.group(hosting: url.origin) == nil
  }

  /// The chain with what the lock file knows of the address that it stops at.
  /// - Parameters:
  ///   - map: the site's own redirects, to which a server may lead back.
  ///   - parameter: what is to arrive.
  package func continuing(_ chain: RedirectChain, in map: RedirectMap, carrying parameter: String)
    -> RedirectChain
  {
    var chain = chain
    // What the site's files leave open about the query, the server has shown.
    if case .unknown = chain.forwarding, chain.destination != nil, mayAnswer(chain.start) {
      chain = measured(chain)
    }
    while let url = chain.openEnd, mayAnswer(url), let address = url.requestable {
      guard let entry = entry(for: address) else { return chain }
      chain = chain.joined(with: RedirectChain(entry))
      // Without a hop the server has nothing new to say.
      guard let end = chain.destination, !entry.chain.hops.isEmpty else { break }
      if map.site.contains(end) { chain = chain.joined(with: map.chain(from: end, carrying: parameter)) }
      // The end may be at a host that was named after the server was asked: then it is looked up too.
    }
    return chain
  }
}

extension LiveAnswers {
  /// Returns what a server answered; notes the address where there is nothing.
  private func entry(for address: WebURL) -> ResolutionLock.Entry? {
    if let entry = lock.entry(for: address, groups: classifier.groups), isAskable(entry.chain) {
      return entry
    }
    unanswered.withLock { _ = $0.insert(address.withoutFragment) }
    return nil
  }

  /// Tells if the chain asks named hosts alone, and no tracking group's: no other is asked, so that what a chain says of
  /// one is no answer.
  private func isAskable(_ chain: LiveChain) -> Bool {
    chain.asked.allSatisfy { address in
      named.contains { $0.covers(address) } && classifier.group(hosting: address.origin) == nil
    }
  }

  /// The chain with what a server did to the query of its first address, if that led to the same server.
  private func measured(_ chain: RedirectChain) -> RedirectChain {
    guard let address = chain.start.requestable, let entry = entry(for: address) else { return chain }
    let live = RedirectChain(entry)
    if live.destination == chain.destination { return live }
    guard live.destination?.origin == chain.destination?.origin else { return chain }
    // The rule was changed after the server was asked. What the site says now is what is served next.
    return RedirectChain(
      start: chain.start, hops: chain.hops, end: chain.end, forwarding: live.forwarding)
  }
}

extension RedirectChain {
  /// The address at which a server may know more than the site's files.
  fileprivate var openEnd: WebURL? {
    switch end {
    case .external(let url), .deadEnd(let url, refusedBy: nil): url
    case .unknown: hops.last.map { WebURL($0.location, relativeTo: $0.from) } ?? start
    case .page, .deadEnd, .loop, .tooLong, .notWeb: nil
    }
  }

  /// This chain and one from where it stops.
  fileprivate func joined(with next: RedirectChain) -> RedirectChain {
    let hops = self.hops + next.hops
    var forwarding = forwarding
    // What was not understood is answered now.
    if case .unknown(let rule, _) = end, case .unknown(let decision) = forwarding, decision.rule == rule {
      forwarding = .forwards
    }
    if case .forwards = forwarding { forwarding = next.forwarding }
    let visited = Set(self.hops.map(\.from.withoutFragment))
    if let again = next.hops.first(where: { visited.contains($0.from.withoutFragment) }) {
      return RedirectChain(start: start, hops: hops, end: .loop(again.from), forwarding: forwarding)
    }
    guard hops.count <= Self.longest else {
      return RedirectChain(
        start: start, hops: Array(hops.prefix(Self.longest)), end: .tooLong, forwarding: forwarding)
    }
    return RedirectChain(start: start, hops: hops, end: next.end, forwarding: forwarding)
  }

  /// What a server answered, in the words of the site's own redirects.
  fileprivate init(_ entry: ResolutionLock.Entry) {
    let chain = entry.chain
    func rule(_ url: WebURL, _ said: String) -> RedirectRule {
      RedirectRule(
        answerOf: url.hostName + (url.port.map { ":\($0)" } ?? ""), text: "\(said) (asked \(entry.resolved))")
    }
    let hops = chain.hops.enumerated().map { index, hop in
      let said =
        switch hop.evidence {
        case .location: "answers \(hop.status) with Location"
        case .refresh: "answers \(hop.status) with Refresh"
        case .stub: "answers \(hop.status) with a page that leads on"
        }
      return RedirectHop(
        from: hop.url,
        // The last one is the text of the link to write.
        location: index == chain.hops.count - 1 ? chain.destinationText ?? hop.location : hop.location,
        status: hop.status, rule: rule(hop.url, said))
    }
    let end: End =
      switch chain.end {
      case .external(let url): .external(url)
      case .page(let url): .page(url)
      case .missing(let url, let status): .deadEnd(url, refusedBy: rule(url, "answers \(status)"))
      case .loop(let url): .loop(url)
      case .tooLong: .tooLong
      case .notWeb(let text): .notWeb(text)
      // The lock file keeps no failures.
      case .failed(let url, _): .deadEnd(url, refusedBy: nil)
      }
    func decision(_ hop: Int, _ reason: String) -> QueryForwarding.Decision? {
      guard let hop = hops.indices.contains(hop) ? hops[hop] : hops.last else { return nil }
      return QueryForwarding.Decision(
        rule: hop.rule, reason: reason,
        fix: "let \(hop.rule.file) append the query string of the request to where \(hop.from.path) leads, "
          + "or set redirects to inline")
    }
    let forwarding: QueryForwarding =
      switch chain.forwarding {
      case .forwards: .forwards
      case .drops(let hop, let reason): decision(hop, reason).map { .drops($0) } ?? .forwards
      case .unknown(let hop, let reason): decision(hop, reason).map { .unknown($0) } ?? .forwards
      }
    self.init(start: chain.start, hops: hops, end: end, forwarding: forwarding)
  }
}

extension WebURL {
  fileprivate var withoutFragment: WebURL { with(fragment: nil) }
}
