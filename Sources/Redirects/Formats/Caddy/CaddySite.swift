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
  /// The line of its address.
  let rule: RedirectRule
}
