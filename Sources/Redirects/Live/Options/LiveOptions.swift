package import AutoTagTracking
internal import AutoTagWebURL

/// Options for asking servers where links lead. The defaults are polite and end soon.
package struct LiveOptions: Sendable {
  /// The hosts that may be asked; no request leaves for any other.
  package var hosts: [NamedHost]

  /// The names among `hosts` that may lead to private addresses, such as a server inside one's own network.
  package var allowPrivate: Set<NamedHost> = []

  /// The tracking groups that the chains lead to. Their hosts are never asked, whatever `hosts` says: asking is a
  /// click. Their subid parameters are sent to see if the query gets through.
  package var groups: [TrackingGroup]

  /// The number of requests that may be under way at one host at the same time.
  package var perHost = 4

  /// The longest time for the whole of one request.
  package var timeout: Duration = .seconds(20)

  /// The longest time for connecting, and for a silence within an answer; whole seconds, rounded up, for the latter.
  package var idleTimeout: Duration = .seconds(10)

  /// The number of times that one address is asked again after a timeout, a 429 or a 5xx.
  package var retries = 2

  /// The pause before the first repetition, doubled for each further one; each is varied by half of it so that
  /// many do not come back at once.
  package var pause: Duration = .milliseconds(500)

  /// The longest `Retry-After` that is waited for; what asks for more is an error that says so.
  package var longestPause: Duration = .seconds(30)

  /// The age from which an entry of the lock file is reported.
  package var maxAge: MaxAge = .ninetyDays

  /// The program's name and version for servers, `autotag/0.1.0`.
  package var userAgent = "autotag"

  /// A file with the certificates to trust instead of the system's, in PEM.
  package var certificateFile: String?

  package init(hosts: [NamedHost], groups: [TrackingGroup] = TrackingGroup.builtIn) {
    self.hosts = hosts
    self.groups = groups
  }

  /// The addresses that this URL's host may lead to; `nil` when the host is not named.
  func policy(for url: WebURL) -> AddressPolicy? {
    let covering = hosts.filter { $0.covers(url) }
    guard let first = covering.first else { return nil }
    return covering.contains(where: allowPrivate.contains) ? .any : first.policy
  }

  /// The group whose click links live at the URL's host.
  func group(at url: WebURL) -> TrackingGroup? {
    guard case .domain(let name) = url.origin.host else { return nil }
    let host = name.hasSuffix(".") ? String(name.dropLast()) : name
    return groups.first { $0.hosts.contains(host) }
  }
}
