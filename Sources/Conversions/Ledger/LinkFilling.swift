/// The values that a site's links carry in u1, by its configuration; the advice about sales without a click id depends on it.
package struct LinkFilling: Sendable, Equatable {
  /// The click-id tokens of the groups that have one.
  private let tokens: [String]
  /// True if a group gives each link a code (`subid: code`).
  let usesCodes: Bool

  package static let anyTrack = LinkFilling(tokens: ["--CLICK-ID--"], usesCodes: false)

  package init(tokens: [String], usesCodes: Bool) {
    (self.tokens, self.usesCodes) = (tokens, usesCodes)
  }

  /// True if all links get codes, so that no u1 is of one click.
  var isAlwaysCode: Bool { usesCodes && tokens.isEmpty }

  /// Returns what to do about a fault of u1; `nil` where it is the same for all sites.
  func fix(_ code: ConversionCode) -> String? {
    let carried = tokens.map { "u1=\($0)" }.joined(separator: " or ")
    let isMixed = usesCodes && !tokens.isEmpty
    switch code {
    case .subidMissing where isMixed:
      return
        "run autotag rewrite, which gives the links of a group with subid: code their codes, look whether the others carry "
        + "\(carried) (autotag audit), and whether redirects keep it"
    case .subidMissing where usesCodes:
      return
        "run autotag rewrite, which gives each link its code (subid: code), and look whether redirects keep it (autotag audit)"
    case .subidMissing where !tokens.isEmpty:
      return
        "look whether the links to this advertiser carry \(carried) (autotag audit), and whether redirects keep it"
    case .subidPlaceholder where usesCodes && !isMixed:
      return
        "nothing replaces the token where links get codes (subid: code): run autotag rewrite, which writes each link's code in "
        + "its place"
    default: return nil
    }
  }
}
