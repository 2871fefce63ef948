/// The likelihood that a server has a module which an `<IfModule>` asks for.
enum ApacheModule {
  /// Where there is a `.htaccess` with rules, it is there.
  case loaded
  /// Most servers have it.
  case usual
  /// No module of httpd's that is often loaded; maybe none at all.
  case unknown

  /// - Parameter name: such as `mod_rewrite.c` or `rewrite_module`. httpd compares letter by letter: `mod_rewrite` and
  ///   `Mod_Rewrite.c` are no module's.
  init(named name: String) {
    let short = Self.short(name)
    let isModule = short != name
    self =
      ["core.c", "http_core.c"].contains(name) || isModule && Self.loadedNames.contains(short)
      ? .loaded : isModule && Self.usualNames.contains(short) ? .usual : .unknown
  }

  /// Returns the part that a module's two names have in common; the name itself for what is none.
  static func short(_ name: String) -> String {
    if name.hasPrefix("mod_"), name.hasSuffix(".c") { return String(name.dropFirst(4).dropLast(2)) }
    return name.hasSuffix("_module") ? String(name.dropLast(7)) : name
  }

  /// Those of rules and headers, and what Debian's and Red Hat's packages load.
  private static let loadedNames: Set = [
    "core", "http", "so", "rewrite", "alias", "dir", "headers", "expires", "deflate", "mime", "setenvif",
    "env",
    "filter", "authz_core", "authz_host", "authz_user", "authn_core", "authn_file", "auth_basic", "autoindex",
    "negotiation", "status", "reqtimeout", "log_config",
  ]

  private static let usualNames: Set = [
    "ssl", "php", "php5", "php7", "version", "unixd", "brotli", "cache", "include", "proxy", "http2",
    "access_compat",
    "authn_default", "authz_groupfile",
  ]
}
