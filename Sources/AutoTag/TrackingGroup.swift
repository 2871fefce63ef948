internal import AutoTagTracking

/// An affiliate network as AnyTrack names it: the hosts of its links, and the parameter that carries the click id.
public struct TrackingGroup: Sendable, Hashable {
  let group: AutoTagTracking.TrackingGroup

  /// Rakuten Advertising: hosts `click.linksynergy.com` and `linksynergy.jrs5.com`, subid parameter `u1`, click-id token
  /// `--CLICK-ID--`.
  public static let rakuten = TrackingGroup(.rakuten)

  /// A tracking group of one's own.
  /// - Parameters:
  ///   - name: AnyTrack's reference for the network, as written in `data-tracking-group`: visible ASCII characters.
  ///   - hosts: the hosts of the network's click links, at least one, in any letter case and script.
  ///   - subid: the query parameter that carries the click id: letters, digits, `_`, `.` and `-`.
  ///   - token: the text that AnyTrack's tag replaces by the click id when the page loads.
  /// - Throws: ``AutoTagError`` with the code ``AutoTagError/Code/options`` for the first part that is wrong.
  public init(
    name: String, hosts: [String], subid: String, token: String = "--CLICK-ID--"
  ) throws(AutoTagError) {
    do throws(TrackingGroupError) {
      group = try AutoTagTracking.TrackingGroup(name: name, hosts: hosts, subid: subid, token: token)
    } catch {
      throw AutoTagError(.options, error.description)
    }
  }

  init(_ group: AutoTagTracking.TrackingGroup) { self.group = group }

  /// AnyTrack's reference for the network, as written in `data-tracking-group`.
  public var name: String { group.name }

  /// The hosts of the network's click links, in lower-case ASCII.
  public var hosts: [String] { group.hosts }

  /// The query parameter that carries the click id.
  public var subid: String { group.subid }

  /// The text that AnyTrack's tag replaces by the click id when the page loads.
  public var token: String { group.token }
}
