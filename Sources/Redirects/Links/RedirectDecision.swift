/// What is done with a link of the site that a redirect leads to an affiliate network.
package enum RedirectMode: String, Sendable, CaseIterable {
  /// Tag the link itself where the redirect forwards the query string; where it is known to drop it, leave the
  /// link and report it.
  case tag
  /// Put the affiliate link in its place, tagged.
  case inline
  /// Tag where the query string is forwarded, put the affiliate link in where it is dropped.
  case auto
  /// Do not look behind redirects.
  case off
}

/// What becomes of a link that redirects lead to a tracking group. The one place that decides it.
package enum RedirectDecision: Sendable, Hashable {
  /// The link gets the parameter: the query gets through.
  case tag
  /// The link gets the parameter; whether it gets through is not certain.
  case tagUncertain(QueryForwarding.Decision)
  /// The link gets the parameter because its author marked it, though the query is dropped.
  case tagInVain(QueryForwarding.Decision)
  /// The affiliate link takes the link's place.
  case inline
  /// The link stays: the query is dropped.
  case leave(QueryForwarding.Decision)
  /// The link stays: redirects are not looked behind.
  case ignore

  /// - Parameter isMarked: whether the link's author gave it to the group by an attribute.
  package static func of(
    _ forwarding: QueryForwarding, mode: RedirectMode, isMarked: Bool = false
  ) -> RedirectDecision {
    switch (mode, forwarding) {
    case (.off, _): .ignore
    case (.inline, _), (.auto, .drops): .inline
    case (.tag, .forwards), (.auto, .forwards): .tag
    case (.tag, .unknown(let hop)), (.auto, .unknown(let hop)): .tagUncertain(hop)
    case (.tag, .drops(let hop)): isMarked ? .tagInVain(hop) : .leave(hop)
    }
  }
}
