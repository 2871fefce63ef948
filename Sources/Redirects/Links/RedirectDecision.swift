/// The treatment of a link of the site that a redirect leads to an affiliate network.
package enum RedirectMode: String, Sendable, CaseIterable {
  /// Tag the link itself where the redirect forwards the query string; where it is known to drop it, leave the
  /// link and report it.
  case tag
  /// Replace the link by the affiliate link, tagged.
  case inline
  /// Tag where the query string is forwarded, put the affiliate link in where it is dropped.
  case auto
  /// Do not look behind redirects.
  case off
}

/// The decision about one link that redirects lead to a tracking group.
package enum RedirectDecision: Sendable, Hashable {
  /// The link gets the parameter: the query gets through.
  case tag
  /// The link gets the parameter, which may not get through.
  case tagUncertain(QueryForwarding.Decision)
  /// The link gets the parameter because its author marked it, though the query is dropped.
  case tagInVain(QueryForwarding.Decision)
  /// The affiliate link replaces the link.
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
