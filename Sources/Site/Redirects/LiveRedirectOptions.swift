package import AutoTagRedirects

/// Redirects that only a server knows: the hosts to ask, and the file that keeps their answers.
package struct LiveRedirectOptions: Sendable {
  /// The hosts that may be asked; no request leaves for any other.
  package var hosts: [NamedHost]

  /// Those of them that may be at a private address.
  package var allowPrivate: Set<NamedHost>

  /// The age from which on an answer is reported.
  package var maxAge: MaxAge

  /// The most requests under way at one host at the same time.
  package var perHost: Int

  /// For the whole of one request.
  package var timeout: Duration

  /// The file that keeps the answers, to be committed with the site: absolute, or relative to the site's root.
  package var lockFile: String

  /// Servers are asked; else the lock file answers alone, and no request leaves.
  package var asks: Bool

  /// Answers about links that the site no longer has are removed from the lock file.
  package var forgetsOthers: Bool

  /// The program's name to servers.
  package var userAgent: String

  package init(
    hosts: [NamedHost], allowPrivate: Set<NamedHost> = [], maxAge: MaxAge = .ninetyDays, perHost: Int = 4,
    timeout: Duration = .seconds(20), lockFile: String = LockFile.name, asks: Bool = false,
    forgetsOthers: Bool = true, userAgent: String = "autotag"
  ) {
    self.hosts = hosts
    self.allowPrivate = allowPrivate
    self.maxAge = maxAge
    self.perHost = perHost
    self.timeout = timeout
    self.lockFile = lockFile
    self.asks = asks
    self.forgetsOthers = forgetsOthers
    self.userAgent = userAgent
  }
}
