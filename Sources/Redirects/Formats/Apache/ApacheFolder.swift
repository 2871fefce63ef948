/// What one `.htaccess` file says about redirects.
struct ApacheFolder: Sendable {
  /// The folder's path in addresses, with a slash at both ends.
  let prefix: [UInt8]
  /// Any directive of mod_rewrite: the file then replaces what the folders above say to it.
  var hasRewriting = false
  /// `RewriteEngine`; `nil` where the file does not say.
  var isEngineOn: Bool?
  /// Why it is not known whether the engine is on.
  var engineUnknown: RedirectRule?
  var base: [UInt8]?
  var rewriteRules: [RewriteRule] = []
  var aliases: [AliasRule] = []
  var fallback: (target: [UInt8], rule: RedirectRule)?
  private(set) var rewriteIndex = CandidateIndex([])
  private(set) var aliasIndex = CandidateIndex([])

  init(prefix: String) {
    self.prefix = Array(prefix.utf8)
  }

  mutating func buildIndexes() {
    rewriteIndex = CandidateIndex(rewriteRules.map(\.prefix))
    aliasIndex = CandidateIndex(aliases.map(\.prefix))
  }
}
