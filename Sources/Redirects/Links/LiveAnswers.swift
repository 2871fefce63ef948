package import AutoTagTracking
package import AutoTagWebURL
internal import Synchronization

/// The answers of servers about a site's links, by the lock file: they continue where the site's own files do not
/// know where a link leads. Workers share it.
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

  /// Returns true if the address is one of a named host and no tracking group's.
  package func mayAnswer(_ url: WebURL) -> Bool {
    guard let address = url.requestable, named.contains(where: { $0.covers(address) }) else { return false }
    return classifier.group(hosting: url.origin) == nil
  }

  /// Returns true if a chain stops at an address of a named host that there was no answer for.
  package func isAwaited(_ chain: RedirectChain) -> Bool {
    guard let url = chain.openEnd, mayAnswer(url), let address = url.requestable else { return false }
    return unanswered.withLock { $0.contains(address.withoutFragment) }
  }

  /// Returns the chain with what the lock file knows of the address that it stops at.
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

  /// Returns true if the chain asks named hosts alone, and no tracking group's: no other is asked, so that what a
  /// chain says of one is no answer.
  private func isAskable(_ chain: LiveChain) -> Bool {
    chain.asked.allSatisfy { address in
      named.contains { $0.covers(address) } && classifier.group(hosting: address.origin) == nil
    }
  }

  /// Returns the chain with what a server did to the query of its first address, if that led to the same server.
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

  /// Returns this chain, continued by one that starts at its end.
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
}

extension WebURL {
  fileprivate var withoutFragment: WebURL { with(fragment: nil) }
}
