internal import AutoTagTracking
internal import AutoTagWebURL

/// A click id as servers see it. AnyTrack's tag puts one in the place of its token when the page loads, so that no server is
/// asked for the token itself, and rules ask for what does not stand in it: `[0-9A-Za-z]{32}`, `--`.
struct ClickIDSample {
  /// The token of the link; equal to `id` where nothing is known of what takes its place.
  private let token: String
  let id: String
  /// The parameter as servers see it.
  let parameter: String

  /// Ids of all lengths that are known, with letters of both cases and digits at both ends. None holds a word; the last has
  /// four of a kind in a row, for which rules ask too.
  private static let ids = [
    "X7c2Qf9Zt4Kb8Mw3Rp6Vd1Hn5Jg0Ls9Tz2", "h4Gk9Tq2Xw7Zb3Vn8Rc5Jd", "0PMKFs1yxqjt3L9854tWz5QhNd",
  ]

  private init(token: String, id: String, of parameter: String) {
    (self.token, self.id) = (token, id)
    self.parameter = token == id ? parameter : parameter.replacing(token, with: id)
  }

  /// Returns true for a parameter that AnyTrack's tag puts a click id into.
  static func isToken(_ parameter: String) -> Bool { parameter.hasSuffix("=" + TrackingGroup.anyTrackToken) }

  /// Returns the click ids that may stand in a parameter, the longest first: what it does with one, a rule may not do with
  /// another.
  /// - Parameter parameter: as it is written into the link.
  static func all(of parameter: String) -> [ClickIDSample] {
    let token = TrackingGroup.anyTrackToken
    guard isToken(parameter) else {
      return [ClickIDSample(token: parameter, id: parameter, of: parameter)]
    }
    return ids.map { ClickIDSample(token: token, id: $0, of: parameter) }
  }

  /// The lengths that are known, for messages.
  static let lengths: String = {
    let lengths = ids.map(\.utf8.count).sorted().map(String.init)
    return lengths.dropLast().joined(separator: ", ") + " and " + (lengths.last ?? "")
  }()

  /// Returns an address as servers are asked for it.
  func sent(_ url: WebURL) -> WebURL { replaced(token, by: id, in: url) }

  /// Returns true if servers are asked for another address than the link's.
  func changes(_ url: WebURL) -> Bool { token != id && url.description.contains(token) }

  /// Returns a chain of such addresses with the token in them, as links have it.
  func written(_ chain: RedirectChain, from start: WebURL) -> RedirectChain {
    guard token != id else { return chain }
    func own(_ url: WebURL) -> WebURL { replaced(id, by: token, in: url) }
    let end: RedirectChain.End =
      switch chain.end {
      case .external(let url): .external(own(url))
      case .page(let url): .page(own(url))
      case .deadEnd(let url, let rule): .deadEnd(own(url), refusedBy: rule)
      case .loop(let url): .loop(own(url))
      case .notWeb(let text): .notWeb(text.replacing(id, with: token))
      case .tooLong, .unknown: chain.end
      }
    return RedirectChain(
      start: start,
      hops: chain.hops.map {
        RedirectHop(
          from: own($0.from), location: $0.location.replacing(id, with: token), status: $0.status,
          rule: $0.rule)
      }, end: end,
      forwarding: chain.forwarding.map {
        QueryForwarding.Decision(
          rule: $0.rule, reason: $0.reason.replacing(id, with: token), remedy: $0.remedy)
      })
  }

  private func replaced(_ text: String, by other: String, in url: WebURL) -> WebURL {
    guard token != id else { return url }
    let written = url.description
    guard written.contains(text) else { return url }
    return WebURL(written.replacing(text, with: other), relativeTo: url) ?? url
  }
}

extension RedirectChain {
  /// Returns one chain for those of a link with click ids of several lengths: what is done with each of them is certain.
  /// - Parameter isWanted: true for an end of interest.
  static func merged(_ chains: [(sample: ClickIDSample, chain: RedirectChain)], isWanted: (End) -> Bool)
    -> RedirectChain?
  {
    guard
      var merged = (chains.first { isWanted($0.chain.end) || $0.chain.needsParameter } ?? chains.first)?.chain
    else { return nil }
    guard chains.contains(where: { $0.chain != merged }) else { return merged }
    merged.needsParameter = chains.contains(where: \.chain.needsParameter)
    for (sample, chain) in chains {
      let circumstance =
        "with a click id such as \(sample.id) (ids of \(ClickIDSample.lengths) letters and digits are known)"
      func uncertain(_ rule: RedirectRule?, _ reason: String) {
        guard let rule else { return }
        merged.forwarding = .unknown(.init(rule: rule, reason: "\(circumstance) \(reason)"))
      }
      let isSameKind =
        switch (chain.forwarding, merged.forwarding) {
        case (.forwards, .forwards), (.drops, .drops), (.unknown, .unknown): true
        default: false
        }
      if isWanted(merged.end) != isWanted(chain.end) || chain.needsParameter != merged.needsParameter {
        let refusing: RedirectRule? = if case .deadEnd(_, let rule) = chain.end { rule } else { nil }
        uncertain(
          refusing ?? chain.hops.last?.rule ?? merged.hops.last?.rule ?? chain.decision?.rule,
          "the link is led elsewhere")
      } else if !isSameKind {
        guard let decision = chain.decision ?? merged.decision else { continue }
        uncertain(decision.rule, decision.reason)
      } else {
        continue
      }
      return merged
    }
    return merged
  }

  private var decision: QueryForwarding.Decision? {
    switch forwarding {
    case .forwards: nil
    case .drops(let decision), .unknown(let decision): decision
    }
  }
}
