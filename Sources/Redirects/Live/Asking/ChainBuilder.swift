internal import AutoTagTracking
internal import AutoTagWebURL

/// A chain that is followed answer by answer: it knows which address is next, and what is lost on the way.
struct ChainBuilder {
  private let start: WebURL
  private let options: LiveOptions
  private var hops: [LiveHop] = []
  private var visited: Set<WebURL> = []
  private var end: LiveChain.End?
  /// The hops that lost a parameter or made it doubtful, by the parameter's name.
  private var verdicts: [String: LiveChain.Forwarding] = [:]
  private var current: WebURL

  init(start: WebURL, options: LiveOptions) {
    self.start = start
    self.options = options
    current = start.withoutFragment
    advance(to: start)
    // Only where a chain has led somewhere is a host that is not named an end; a link to one is a mistake.
    if case .external(let url) = end, options.group(at: url) == nil {
      end = .failed(url, .hostNotNamed(url))
    }
  }

  /// The address to ask, `nil` at the end.
  var next: WebURL? { end == nil ? current : nil }

  /// The parameters that have come through so far.
  var carried: [String] {
    var names: [String] = []
    for group in options.groups where !names.contains(group.subid) {
      if case .drops = verdicts[group.subid] { continue }
      names.append(group.subid)
    }
    return names
  }

  mutating func add(_ answer: HTTPProbe.Answer) {
    switch answer {
    case .page: end = .page(current)
    case .failed(_, let status?) where LiveChain.missingStatuses.contains(status):
      end = .missing(current, status: status)
    case .failed(let error, _): end = .failed(current, error)
    case .redirect(let redirect) where redirect.location.utf8.count > HTTPLimits.longestLocation:
      end = .failed(current, .longLocation(current))
    case .redirect(let redirect):
      for (subid, outcome) in redirect.outcomes where verdicts[subid] == nil {
        switch outcome {
        case .passedOn: break
        case .lost(let reason): verdicts[subid] = .drops(hop: hops.count, reason: reason)
        case .doubtful(let reason): verdicts[subid] = .unknown(hop: hops.count, reason: reason)
        }
      }
      let hop = LiveHop(
        url: current, status: redirect.status, evidence: redirect.evidence, location: redirect.location)
      hops.append(hop)
      guard let target = hop.target else {
        end = .notWeb(redirect.location)
        return
      }
      advance(to: target)
    }
  }

  private mutating func advance(to target: WebURL) {
    visited.insert(current)
    guard options.policy(for: target) != nil, options.group(at: target) == nil else {
      end = .external(target)
      return
    }
    let address = target.withoutFragment
    if !hops.isEmpty, visited.contains(address) {
      end = .loop(address)
    } else if hops.count >= LiveChain.longest {
      end = .tooLong
    }
    current = address
  }

  var chain: LiveChain {
    LiveChain(start: start, hops: hops, end: end ?? .tooLong, forwarding: forwarding)
  }

  /// The verdict on the parameter that matters at the end: that of the group whose host it is, else the worst.
  private var forwarding: LiveChain.Forwarding {
    if case .external(let url) = end, let group = options.group(at: url) {
      return verdicts[group.subid] ?? .forwards
    }
    let subids = options.groups.map(\.subid)
    if let lost = subids.compactMap({ verdicts[$0] }).first(where: {
      if case .drops = $0 { true } else { false }
    }) {
      return lost
    }
    if case .failed(_, let error) = end { return .unknown(hop: hops.count, reason: error.description) }
    return subids.compactMap { verdicts[$0] }.first ?? .forwards
  }
}
