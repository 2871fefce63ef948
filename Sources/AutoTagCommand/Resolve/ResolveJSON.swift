import AutoTagBytes
internal import AutoTagConfiguration
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
internal import AutoTagWebURL

/// Links and the decisions about them, for programs: one JSON object.
struct ResolveJSON {
  let resolutions: [LinkResolution]

  var text: String {
    JSONValue.object([
      ("version", .string(Version.current)),
      ("links", .array(resolutions.map(link))),
    ]).text() + "\n"
  }

  private func link(_ link: LinkResolution) -> JSONValue {
    let members: [(String, JSONValue)] = [
      ("url", .string(link.url)),
      ("hops", .array((link.chain?.hops ?? []).map(hop))),
      ("end", .string(link.isAwaited ? "unknown" : link.chain?.end.name ?? "not-web")),
      ("destination", JSONValue(link.chain?.arrival)),
      ("group", JSONValue(link.group?.name)),
      ("query", JSONValue(link.forwarding?.name)),
      (
        "decided_by",
        (link.forwarding?.decision ?? link.chain?.unknownRule).map {
          decision($0, advice: link.advice ?? link.chain?.unanswered?.fix)
        }
          ?? .null
      ),
      ("action", .string(action(link))),
      ("result", JSONValue(link.result)),
      ("tagged_hops", .array(link.taggedHops.map(hop))),
      ("trackable", JSONValue(link.isTrackable)),
      (
        "notes",
        .array(
          link.notes.map {
            .object([("code", .string($0.code)), ("message", .string(PastedText.withLineEnds($0.message)))])
          })
      ),
    ]
    let visitors: [(String, JSONValue)] = [
      ("alternatives", .array((link.chain?.alternatives ?? []).map(alternative))),
      ("assumes_browser", JSONValue(link.chain?.assumesBrowser ?? false)),
    ]
    return .object(members + visitors)
  }

  private func alternative(_ way: RedirectOutcome) -> JSONValue {
    .object([
      ("where", .array(way.assumed.map { .string(MessageText($0.words).text) })),
      ("end", .string(way.chain.end.name)),
      ("destination", JSONValue(way.chain.arrival)),
    ])
  }

  private func action(_ link: LinkResolution) -> String {
    guard link.chain != nil else { return "never" }
    guard link.group != nil else { return "none" }
    return switch link.decision {
    case .tagged: "tag"
    case .inlined: "inline"
    case .alreadyTagged: "already-tagged"
    case .kept: "keep"
    case .skipped, .contradiction, .brokenRedirect, .unknownGroup: "leave"
    case nil: "off"
    }
  }

  private func hop(_ hop: RedirectHop) -> JSONValue {
    .object(
      [
        ("from", .string(hop.from.description)),
        ("to", .string(hop.location)),
        ("status", .integer(hop.status)),
      ] + location(of: hop.rule) + [("rule", .string(hop.rule.text))])
  }

  private func decision(_ decision: QueryForwarding.Decision, advice: String?) -> JSONValue {
    .object(
      location(of: decision.rule) + [
        ("reason", .string(MessageText(decision.reason).text)),
        ("fix", .string(PastedText.withLineEnds(MessageText(advice ?? "").text))),
      ])
  }

  /// A rule stands in a line of a file, or is what a server said.
  private func location(of rule: RedirectRule) -> [(String, JSONValue)] {
    [
      ("file", rule.line == nil ? .null : .string(PathText.shown(rule.file))),
      ("line", rule.line.map { .integer($0) } ?? .null),
      ("server", rule.line == nil ? .string(rule.file) : .null),
    ]
  }
}

extension RedirectChain {
  /// The rule of which nobody can tell where it leads, or which is for the link and does not answer it.
  fileprivate var unknownRule: QueryForwarding.Decision? {
    if let unanswered {
      return QueryForwarding.Decision(rule: unanswered.rule, reason: unanswered.reason)
    }
    guard case .unknown(let rule, let reason) = end else { return nil }
    return QueryForwarding.Decision(rule: rule, reason: reason)
  }

  /// The chain's end, as far as that is an address.
  fileprivate var arrival: String? {
    switch end {
    case .external: destinationText
    case .page(let url), .deadEnd(let url, _), .loop(let url): url.description
    case .notWeb(let location): location
    case .tooLong, .unknown: nil
    }
  }
}

extension RedirectChain.End {
  fileprivate var name: String {
    switch self {
    case .external: "external"
    case .page: "page"
    case .deadEnd: "dead-end"
    case .loop: "loop"
    case .tooLong: "too-long"
    case .notWeb: "not-web"
    case .unknown: "unknown"
    }
  }
}

extension QueryForwarding {
  fileprivate var name: String {
    switch self {
    case .forwards: "forwards"
    case .drops: "drops"
    case .unknown: "unknown"
    }
  }
}
