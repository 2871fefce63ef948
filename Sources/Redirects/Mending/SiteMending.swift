internal import AutoTagTracking
package import AutoTagWebURL

/// The rules of a site that are changed for its links, and its redirects then.
package struct SiteMending: Sendable {
  /// The redirects with the changed rules.
  package let scan: RedirectScan
  package let files: [RuleMends.MendedSource]
  /// All changes.
  package var changes: [RuleChange] { files.flatMap(\.changes) }
  /// Rules that lose the query of links and stay as they are, with the reason.
  package let unmended: [(rule: RedirectRule, reason: String)]
}

extension RedirectScan {
  /// Returns what is left of changes where some files stay as they are.
  package func mending(_ mending: SiteMending, without files: Set<String>) -> SiteMending {
    guard let mends, !files.isEmpty else { return mending }
    let (map, left) = mends.mended(mending.changes.filter { !files.contains($0.rule.file) })
    return SiteMending(scan: with(map), files: left, unmended: mending.unmended)
  }

  /// Finds the changes of rules after which the links of a site whose query is lost are trackable, all links arrive where
  /// they do now, and none is worse off. What cannot be shown is not changed.
  /// - Parameters:
  ///   - links: those of the site that redirects may answer, now or after a change.
  ///   - obstacle: the reason why a file cannot be written; `nil` where it can.
  package func mending(_ links: [WebURL], obstacle: (String) -> String?) -> SiteMending {
    guard let mends else { return SiteMending(scan: self, files: [], unmended: []) }
    let links = links.map { (url: $0, fate: fate(of: $0)) }
    var search = MendingSearch(scan: self, mends: mends)
    for (url, fate) in links {
      guard fate.dropsQuery, let link = fate.link else { continue }
      search.add(url, fate, link, obstacle)
    }
    let probes = links.filter(\.fate.dropsQuery).flatMap { oddAddresses(like: $0.url, $0.fate) }
    search.tryRounds()
    var changes = search.chosen()
    while true {
      let (map, files) = mends.mended(changes)
      let mended = with(map)
      var faulty: Set<String> = []
      for (link, url, fate) in probes where !mended.fate(of: url).isNoWorse(than: fate) {
        faulty.formUnion(
          search.rules(of: link).filter { rule in changes.contains { $0.rule == rule } }.map(\.file))
      }
      for (url, fate) in links {
        let changed = search.rules(of: url).filter { rule in changes.contains { $0.rule == rule } }
        let now = mended.fate(of: url)
        if changed.isEmpty ? now.isNoWorse(than: fate) : now.isMended(from: fate) { continue }
        // A link that no changed rule is known to answer speaks against all of them.
        faulty.formUnion(changed.isEmpty ? changes.map(\.rule.file) : changed.map(\.file))
      }
      guard !changes.isEmpty, !faulty.isEmpty else {
        return SiteMending(scan: mended, files: files, unmended: search.unmended(besides: changes))
      }
      for change in changes where faulty.contains(change.rule.file) {
        search.refuse(
          change.rule, "with all changes of the file together another link would arrive elsewhere")
      }
      changes.removeAll { faulty.contains($0.rule.file) }
    }
  }
}

extension RedirectScan {
  /// Addresses like a link's, of which a rule takes a part over into its target. The rule answers more than the site's own
  /// links, and what comes in from elsewhere has odd characters, which httpd's modules treat in different ways.
  private func oddAddresses(like link: WebURL, _ fate: LinkFate) -> [(
    link: WebURL, url: WebURL, fate: LinkFate
  )] {
    func probe(_ tail: String) -> (link: WebURL, url: WebURL, fate: LinkFate) {
      let url = WebURL(
        origin: link.origin, port: link.port, path: link.path + tail, query: link.query, fragment: nil)
      return (link, url, self.fate(of: url))
    }
    let other = probe("z").fate
    guard !link.path.hasSuffix("/"), other.link?.group.name == fate.link?.group.name,
      other.arrival != fate.arrival
    else { return [] }
    return ["%C3%A9", "%3Fb", "%23b", "%26b", "%25b", "+b"].map(probe)
  }
}

/// A search for the change of each rule that helps all links that the rule loses the query of.
private struct MendingSearch {
  let scan: RedirectScan
  let mends: RuleMends
  /// The links whose query is lost.
  private var lost: [(url: WebURL, fate: LinkFate, rules: [RedirectRule], subid: String)] = []
  private var rulesOfLink: [WebURL: [RedirectRule]] = [:]
  private var proposals: [RedirectRule: [RuleProposal]] = [:]
  /// The proposals of each rule that help all of its links so far.
  private var helpful: [RedirectRule: Set<Int>] = [:]
  private var refused: [RedirectRule: String] = [:]

  init(scan: RedirectScan, mends: RuleMends) { (self.scan, self.mends) = (scan, mends) }

  func rules(of url: WebURL) -> [RedirectRule] { rulesOfLink[url] ?? [] }

  mutating func refuse(_ rule: RedirectRule, _ reason: String) { refused[rule] = refused[rule] ?? reason }

  mutating func add(
    _ url: WebURL, _ fate: LinkFate, _ link: RedirectedLink, _ obstacle: (String) -> String?
  ) {
    let subid = link.group.subid
    guard case .drops(let decision) = link.chain.forwarding else { return }
    guard let rules = scan.droppingRules(link) else {
      refuse(decision.rule, "no change of it is known that would help")
      return
    }
    lost.append((url, fate, rules, subid))
    rulesOfLink[url] = rules
    for rule in rules {
      let own = mends.proposals(for: rule, subid: subid)
      if let known = proposals[rule], known != own {
        refuse(rule, "links of groups with different subid parameters go through it")
      }
      proposals[rule] = own
      helpful[rule] = Set(own.indices)
      if let reason = obstacle(rule.file) { refuse(rule, reason) }
    }
  }

  /// Tries the first proposals of all rules together, then the second ones, and so on.
  mutating func tryRounds() {
    let count = proposals.values.map(\.count).max() ?? 0
    var successes: [Set<Int>] = lost.map { _ in [] }
    for number in 0..<count {
      let changes = proposals.map { rule, own in
        RuleChange(rule: rule, proposal: own[min(number, own.count - 1)])
      }
      let mended = scan.with(mends.mended(changes).map)
      for (index, link) in lost.enumerated() where mended.fate(of: link.url).isMended(from: link.fate) {
        successes[index].insert(number)
      }
    }
    for (link, numbers) in zip(lost, successes) {
      for rule in link.rules {
        let last = (proposals[rule]?.count ?? 1) - 1
        helpful[rule]?.formIntersection(numbers.map { min($0, last) })
      }
    }
  }

  /// The changes to be made: those of rules all of whose links are helped.
  mutating func chosen() -> [RuleChange] {
    for (rule, numbers) in helpful where numbers.isEmpty {
      refuse(rule, "no change of it is proven to help all links that go through it")
    }
    // A link with two rules that lose the query needs both.
    var isStable = false
    while !isStable {
      isStable = true
      for link in lost where link.rules.contains(where: { refused[$0] != nil }) {
        for rule in link.rules where refused[rule] == nil {
          refuse(rule, "another rule on the way of a link loses the query all the same")
          isStable = false
        }
      }
    }
    return helpful.compactMap { rule, numbers in
      guard refused[rule] == nil, let number = numbers.min(), let own = proposals[rule] else { return nil }
      return RuleChange(rule: rule, proposal: own[number])
    }.sorted {
      ($0.rule.file, $0.rule.line ?? 0, $0.rule.text) < ($1.rule.file, $1.rule.line ?? 0, $1.rule.text)
    }
  }

  func unmended(besides changes: [RuleChange]) -> [(rule: RedirectRule, reason: String)] {
    refused.map { (rule: $0.key, reason: $0.value) }
      .sorted { ($0.rule.file, $0.rule.line ?? 0) < ($1.rule.file, $1.rule.line ?? 0) }
  }
}
