package import AutoTagTracking
package import AutoTagWebURL

/// The live answers that are committed with a site (`autotag.lock`), so that a build without network knows
/// them and two builds write the same bytes.
package struct ResolutionLock: Sendable, Hashable {
  /// The result for one link.
  package struct Entry: Sendable, Hashable {
    package let chain: LiveChain
    package let resolved: ISODay

    package init(chain: LiveChain, resolved: ISODay) {
      self.chain = chain
      self.resolved = resolved
    }
  }

  /// The results by the link's address without fragment and click-id token, so that a link is found before and after
  /// it was tagged.
  private(set) var entries: [String: Entry] = [:]

  package init() {}

  /// The addresses of all links, in the file's order.
  package var links: [String] { entries.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  package func entry(for url: WebURL, groups: [TrackingGroup] = TrackingGroup.builtIn) -> Entry? {
    entries[LinkKey.of(url, groups).description]
  }

  /// The links that no longer have a fresh answer, in the file's order.
  package func stale(_ maxAge: MaxAge, on day: ISODay) -> [String] {
    links.filter { entries[$0].map { maxAge.isPast($0.resolved, on: day) } ?? false }
  }

  /// Returns the links that are said to have been asked on a day that is yet to come, in the file's order. A day more
  /// is let pass for clocks that are ahead.
  package func asked(after day: ISODay) -> [String] {
    links.filter { entries[$0].map { $0.resolved.number > day.number + 1 } ?? false }
  }

  /// Takes the chains that a run found.
  ///
  /// A chain that ended in a failure says nothing about the link: the answer from before stays. One that ended
  /// as before keeps its day until that is half of `maxAge` ago, so that a daily run does not change the
  /// file daily.
  package mutating func update(_ chains: [LiveChain], maxAge: MaxAge = .ninetyDays, on day: ISODay) {
    for chain in chains {
      if case .failed = chain.end { continue }
      let key = chain.start.description
      if let before = entries[key], before.chain == chain, before.resolved <= day,
        (day.number - before.resolved.number) * 48 < maxAge.hours
      {
        continue
      }
      entries[key] = Entry(chain: chain, resolved: day)
    }
  }

  /// Forgets the links that the site no longer has.
  package mutating func keepOnly(_ urls: [WebURL], groups: [TrackingGroup] = TrackingGroup.builtIn) {
    let keys = Set(urls.map { LinkKey.of($0, groups).description })
    entries = entries.filter { keys.contains($0.key) }
  }

  mutating func set(_ entry: Entry, for key: String) { entries[key] = entry }
}
