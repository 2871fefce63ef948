/// Where the rules come from, as their reasons name it.
enum Sources {
  static let signature = "Rakuten's publisher help, “Signature Implementation Guidelines” 2.44"
  static let deepLinks = "Rakuten's publisher help, “Create Deep Links Outside the Dashboard”"
  static let anyTrack = "AnyTrack's page on the Rakuten integration"
}
