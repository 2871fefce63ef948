internal import AutoTagBytes

/// The name of a file that a server's configuration includes, which tells of its content.
enum IncludedName {
  /// It sets up the server, as the parts of common configurations do, and redirects nobody.
  case setsUp
  /// It may hold anything.
  case mayRedirect

  /// - Parameter name: as it is written, perhaps with a pattern.
  init(_ name: String) {
    let names = name.split(separator: "/")
    // `*.conf` says nothing, the folder that it stands in more.
    var own = names.last.map { Self.words($0) } ?? []
    if own.isEmpty, let folder = names.dropLast().last { own = Self.words(folder) }
    self = !own.isEmpty && own.contains(where: Self.partsOfServers.contains) ? .setsUp : .mayRedirect
  }

  private static func words(_ name: Substring) -> [String] {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
      .filter { !["conf", "d", "caddy", "caddyfile", "enabled", "config"].contains($0) }
  }

  /// Words in the names of files that nginx, its packages in Debian and Fedora, certbot, h5bp and the generators of
  /// configurations bring along.
  private static let partsOfServers: Set<String> = [
    "mime", "types", "fastcgi", "uwsgi", "scgi", "params", "php", "ssl", "tls", "certs", "certificates",
    "certbot", "letsencrypt", "acme", "snakeoil", "dhparam", "gzip", "brotli", "zstd", "compression",
    "headers",
    "header", "security", "csp", "hsts", "cors", "cache", "caching", "expires", "expiration", "log", "logs",
    "logging", "modules", "module", "geoip", "upstream", "upstreams", "realip", "real", "blocklist",
    "blacklist",
    "bots", "badbots", "deny", "allow", "limits", "limit", "ratelimit", "resolver", "status", "koi", "win",
    "auth", "charset", "charsets", "websocket", "websockets", "encoding", "favicon", "robots", "health",
    "healthcheck", "metrics", "monitoring", "exporter", "restrictions", "h5bp", "basic", "general", "default",
    "proxy", "drop",
  ]
}
