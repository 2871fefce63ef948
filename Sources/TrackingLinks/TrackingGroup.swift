/// An affiliate network as AnyTrack names it: whose links they are, and which parameter carries the
/// click id there.
public struct TrackingGroup: Sendable, Hashable {
  /// AnyTrack's reference for the network, as written in `data-tracking-group`.
  public let name: String

  /// The hosts of the network's click links, in lower-case ASCII (an internationalised one in its
  /// `xn--` form).
  public let hosts: [String]

  /// The subid parameter: the query parameter in which the network stores the click id.
  public let subid: String

  /// The click-id token: the text that AnyTrack's tag replaces by the click id when the link is followed.
  public let token: String

  /// Rakuten Advertising: AnyTrack's tracking group `rakuten` with subid parameter `u1` ("no other
  /// parameter may be used", AnyTrack's Rakuten integration page).
  public static let rakuten = TrackingGroup(
    unchecked: "rakuten", hosts: ["click.linksynergy.com"], subid: "u1", token: "--CLICK-ID--")

  private init(unchecked name: String, hosts: [String], subid: String, token: String) {
    self.name = name
    self.hosts = hosts
    self.subid = subid
    self.token = token
  }
}
