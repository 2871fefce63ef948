/// The global options that decide which site answers.
struct CaddyOptions: Sendable {
  var order = CaddyOrder()
  var httpPort = 80
  var httpsPort = 443
  /// Requests over http are sent to https.
  var redirectsToHTTPS = true
}

/// A site's block.
struct CaddySite: Sendable {
  /// Empty for a part of one, which is for any host.
  let addresses: [CaddyAddress]
  let program: CaddyProgram
  /// Its `handle_errors` blocks.
  var errorRoutes: [CaddyErrorRoute] = []
  /// The line of its address.
  let rule: RedirectRule

  /// The address of a site that answers by itself, by its plain names; `nil` where it leads all requests to another, or
  /// has no such name.
  var origin: SiteOriginHint? {
    guard !program.leadsAllAway,
      let first = addresses.first(where: {
        SiteOriginHint(names: [$0.host], scheme: "https", rule: rule) != nil
      })
    else { return nil }
    let isPlain = first.scheme == "http" || first.port == 80
    return SiteOriginHint(
      names: [first.host] + addresses.map(\.host).filter { $0 != first.host },
      scheme: isPlain ? "http" : "https",
      port: [80, 443].contains(first.port) ? nil : first.port, rule: rule)
  }
}

/// A `handle_errors` block: the answer instead of an error.
struct CaddyErrorRoute: Sendable {
  /// The statuses that it is for, as `404` or `4xx`; empty for all.
  let statuses: [String]
  let program: CaddyProgram
  let rule: RedirectRule

  func isFor(_ status: Int) -> Bool {
    statuses.isEmpty || statuses.contains { $0 == "\(status)" || $0 == "\(status / 100)xx" }
  }
}
