/// The treatment of a link of the site that a redirect leads to an affiliate network.
package enum RedirectMode: String, Sendable, CaseIterable {
  /// Tag the link itself where the redirect forwards the query string; where it is known to drop it, leave the
  /// link and report it.
  case tag
  /// Replace the link by the affiliate link, tagged.
  case inline
  /// Tag where the query string is forwarded, put the affiliate link in where it is dropped.
  case auto
  /// Change the rule so that it forwards the query string, where a change is proven, and tag the link; elsewhere as
  /// `auto`.
  case mend
  /// Do not look behind redirects.
  case off
}
