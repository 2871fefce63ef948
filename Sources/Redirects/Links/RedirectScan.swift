package import AutoTagTracking
package import AutoTagWebURL
internal import Synchronization

/// The redirects of a site that lead to a tracking group, looked up by link. Workers share it.
package final class RedirectScan: Sendable {
  package let map: RedirectMap
  package let mode: RedirectMode
  package let annotates: Bool
  /// The redirect files that were read, as messages show them; pages that redirect are not among them.
  package let files: [String]
  package let classifier: LinkClassifier
  /// The answers of servers; `nil` where none may be asked.
  package let live: LiveAnswers?
  /// The changes that rules of the site's files can be given; `nil` where none is looked for.
  let mends: RuleMends?
  /// The links that redirects may answer, where `notesLinks` says so.
  private let notes = Mutex<Set<WebURL>>([])
  private let notesLinks: Bool
  /// The advice about links so far.
  let advice = Mutex<[String: String]>([:])
  /// The results for links so far. Pages of a site link to the same addresses over and over.
  private let known = Mutex<[String: RedirectLookup?]>([:])
  /// Memory does not grow with the site: a full store is emptied.
  static let mostKnown = 20_000
  /// Problems of rules that some link met, by code, file and line.
  private let remarks = Mutex<[String: Problem]>([:])

  package convenience init(
    map: RedirectMap, classifier: LinkClassifier, mode: RedirectMode, annotates: Bool, files: [String] = [],
    mends: RuleMends? = nil
  ) {
    self.init(
      map: map, classifier: classifier, mode: mode, annotates: annotates, files: files, mends: mends,
      live: nil,
      notesLinks: false)
  }

  private init(
    map: RedirectMap, classifier: LinkClassifier, mode: RedirectMode, annotates: Bool, files: [String],
    mends: RuleMends?, live: LiveAnswers?, notesLinks: Bool
  ) {
    self.live = live
    self.files = files
    self.map = map
    self.classifier = classifier
    self.mode = mode
    self.annotates = annotates
    self.mends = mends
    self.notesLinks = notesLinks
  }

  /// The paths of the site that redirects can have to do with.
  package var pathFilter: RedirectPathFilter {
    live?.mayAnswer(map.site.root) == true ? .everywhere : map.pathFilter
  }

  /// The hosts whose links redirects may lead to a tracking group: the site's own, and those that are asked.
  package var hosts: [String] { (live?.hosts ?? []) + map.site.hosts }

  /// Returns the address of a page of the site.
  /// - Parameter file: its path relative to the site's root.
  package func address(ofPage file: String) -> WebURL {
    var path = Array("./".utf8)
    for byte in file.utf8 {
      switch byte {
      case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"):
        path.append(byte)
      default:
        path += ((byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)).utf8
      }
    }
    return WebURL(String(decoding: path, as: UTF8.self), relativeTo: map.site.root) ?? map.site.root
  }

  /// A link that redirects lead to a tracking group; `nil` for any other.
  package func redirectedLink(_ url: WebURL) -> RedirectedLink? {
    if case .affiliate(let link) = lookup(url) { link } else { nil }
  }

  /// Returns true if redirects may have to do with a link. False positives are possible, false negatives are not.
  package func mayMatter(_ url: WebURL) -> Bool { live?.mayAnswer(url) == true || map.mayLead(url) }

  /// Returns what redirects have to do with a link as a page has it; `nil` also where template code writes what is
  /// asked for.
  /// - Parameter href: its character references decoded.
  package func lookup(_ href: String, relativeTo base: WebURL) -> RedirectLookup? {
    guard !TemplateCode.standsBeforeQuery(in: href.utf8Span.span), let url = WebURL(href, relativeTo: base),
      mayMatter(url)
    else { return nil }
    return lookup(url)
  }

  /// Returns what redirects have to do with a link; `nil` where they have nothing to do with it, or lead to something
  /// that is no tracking group's.
  package func lookup(_ url: WebURL) -> RedirectLookup? {
    guard map.site.contains(url) || live?.mayAnswer(url) == true else {
      noteIfOwn(url)
      return nil
    }
    // What follows the `#` stays in the browser: a page's many fragments are asked for once. Only where a
    // redirect leads on is the fragment a part of where that is.
    // What becomes of a link is the same before it is tagged and after.
    let url = LinkKey.withoutToken(url, classifier.groups)
    let bare = url.fragment == nil ? url : url.with(fragment: nil)
    let key = bare.description
    let link: RedirectLookup?
    if let known = known.withLock({ $0[key] }) {
      link = known
    } else {
      link = follow(bare)
      known.withLock { known in
        if known.count == Self.mostKnown { known.removeAll(keepingCapacity: true) }
        known[key] = .some(link)
      }
    }
    return link == nil || url.fragment == nil ? link : follow(url)
  }

  /// Notes the rule that would lead a link to a group, were the link's host the site's, whose address nothing tells.
  private func noteIfOwn(_ url: WebURL) {
    guard map.site.isUnknown, url.origin.isHTTP, classifier.group(hosting: url.origin) == nil,
      let own = WebURL(url.path + (url.query.map { "?" + $0 } ?? ""), relativeTo: map.site.root),
      map.site.contains(own), case .affiliate(let link) = lookup(own), let rule = link.chain.hops.first?.rule
    else { return }
    note(.unknownAddress(url.hostName, leadsTo: link.group), of: rule, about: url.hostName)
  }

  private func follow(_ url: WebURL) -> RedirectLookup? {
    let outcomes = outcomes(from: url)
    // A change of a rule may also answer a link that no redirect answers now, or one whose end cannot be told.
    if notesLinks { notes.withLock { _ = $0.insert(url) } }
    let lookup = judgement(on: url, outcomes)
    if let lookup { remark(on: lookup, outcomes) }
    return lookup
  }

  /// Notes what is to be said of the rules on the way of a link that is a group's.
  private func remark(on lookup: RedirectLookup, _ outcomes: RedirectOutcomes) {
    let group: TrackingGroup
    switch lookup {
    case .affiliate(let link):
      group = link.group
      if let rule = link.chain.tokenRefusal, mode != .inline { note(.tokenRefused(link.group), of: rule) }
    case .broken(_, let meant):
      guard let meant else { return }
      group = meant
    }
    for remark in Set(outcomes.all.flatMap(\.remarks)) {
      note(.visitorAssumed(group, deciding: remark.condition), of: remark.rule)
    }
  }

  /// - Parameter subject: what there may be several of for a rule; the last fault counts of those about one.
  private func note(_ fault: Fault, of rule: RedirectRule, about subject: String = "") {
    let problem = Problem(fault, file: rule.file, line: rule.line, column: 1)
    remarks.withLock { $0["\(fault.code.rawValue) \(rule.location) \(subject)"] = problem }
  }

  /// Returns what redirects have to do with a link whose ways are known.
  func judgement(on url: WebURL, _ found: RedirectOutcomes) -> RedirectLookup? {
    let verdict = RedirectVerdict(found, classifier)
    guard let group = verdict.group else {
      if let link = linkWithParameter(url, found) { return .affiliate(link) }
      guard let chain = verdict.chainElsewhere else { return nil }
      if let (rule, reason) = chain.boundlessRule { note(rule, reason) }
      if chain.leadsNowhere(classifier) { return .broken(chain, meant: chain.meantGroup(classifier)) }
      return unanswered(chain).map { .broken($0.chain, meant: $0.group) }
    }
    let parameter = group.triedParameter
    let chain =
      parameter == Self.usualParameter
      ? verdict.chain(to: group)
      : RedirectVerdict(outcomes(from: url, carrying: parameter), classifier).chain(to: group)
    return chain.map { chain in
      var chain = chain
      chain.needsParameter = needsSubid(url, of: group)
      return .affiliate(RedirectedLink(group: group, chain: chain))
    }
  }

  /// Returns true if a link that redirects lead to a group would be led elsewhere without its parameter.
  private func needsSubid(_ url: WebURL, of group: TrackingGroup) -> Bool {
    guard url.parameterCount(named: group.subid) > 0 else { return false }
    let bare = LinkKey.without(group.subid, url)
    return RedirectVerdict(outcomes(from: bare), classifier).group?.name != group.name
  }

  /// Returns the link that a link becomes with a group's parameter in its query, where redirects lead it to that group only
  /// then.
  private func linkWithParameter(_ url: WebURL, _ found: RedirectOutcomes) -> RedirectedLink? {
    for group in classifier.groups {
      let parameter = group.triedParameter
      let ways = parameter == Self.usualParameter ? found : outcomes(from: url, carrying: parameter)
      guard ways.all.contains(where: \.chain.needsParameter) else { continue }
      let verdict = RedirectVerdict(outcomes(from: url.carrying(parameter), carrying: parameter), classifier)
      guard verdict.group?.name == group.name, var chain = verdict.chain(to: group) else { continue }
      chain.needsParameter = true
      return RedirectedLink(group: group, chain: chain)
    }
    return nil
  }

  private func note(_ rule: RedirectRule, _ reason: String) {
    note(.redirectNotFollowed(because: reason), of: rule)
  }

  /// The problems of rules that some link met: of those that were not followed, that refuse the token, or by which visitors were
  /// told apart.
  package var problemsOfRules: [Problem] {
    remarks.withLock {
      $0.values.sorted { ($0.file, $0.line ?? 0, $0.code) < ($1.file, $1.line ?? 0, $1.code) }
    }
  }

  /// Returns the chain from an address to show: one that leads to a group, if any does.
  package func chain(from url: WebURL) -> RedirectChain {
    let outcomes = outcomes(from: url)
    let verdict = RedirectVerdict(outcomes, classifier)
    if let chain = verdict.group.flatMap({ verdict.chain(to: $0) }) { return chain }
    let chain = verdict.chainElsewhere ?? map.chain(from: url)
    return unanswered(chain)?.chain ?? chain
  }

  /// Returns the ways from an address, by the site's files and by what servers answered.
  /// - Parameter parameter: what is to arrive.
  func outcomes(from url: WebURL, carrying parameter: String = usualParameter) -> RedirectOutcomes {
    var outcomes = map.outcomes(from: url, carrying: parameter)
    guard let live else { return outcomes }
    outcomes.all = outcomes.all.map {
      RedirectOutcome(
        chain: live.continuing($0.chain, in: map, carrying: parameter), assumed: $0.assumed,
        assumesBrowser: $0.assumesBrowser, remarks: $0.remarks)
    }
    return outcomes
  }

  /// Returns the same redirects with what servers answered.
  package func with(_ live: LiveAnswers) -> RedirectScan {
    RedirectScan(
      map: map, classifier: classifier, mode: mode, annotates: annotates, files: files, mends: mends,
      live: live, notesLinks: false)
  }

  /// Returns the same with other rules, which nobody looks for changes of.
  func with(_ map: RedirectMap) -> RedirectScan {
    RedirectScan(
      map: map, classifier: classifier, mode: mode, annotates: annotates, files: files, mends: nil,
      live: live, notesLinks: false)
  }

  /// Returns the same, which notes the links that it is asked about and that redirects may answer.
  package func notingLinks() -> RedirectScan {
    RedirectScan(
      map: map, classifier: classifier, mode: mode, annotates: annotates, files: files, mends: mends,
      live: live, notesLinks: true)
  }

  /// The links that were noted, in the order of their text.
  package var notedLinks: [WebURL] {
    notes.withLock { Array($0) }.sorted { $0.description < $1.description }
  }

  static let usualParameter = "u1=--CLICK-ID--"
}

/// A link of the site that its redirects lead to a tracking group's host.
package struct RedirectedLink: Sendable {
  package let group: TrackingGroup
  /// The way of the link; of the link with the group's parameter, where redirects lead it there only then.
  package let chain: RedirectChain

  package init(group: TrackingGroup, chain: RedirectChain) {
    (self.group, self.chain) = (group, chain)
  }
}

/// The result of looking up a link of the site.
package indirect enum RedirectLookup: Sendable {
  case affiliate(RedirectedLink)
  /// Redirects lead nowhere, or to an unknown address. The link is meant for a group where a rule on its way names one: it is
  /// an affiliate link that does not arrive.
  case broken(RedirectChain, meant: TrackingGroup?)
}
