internal import AutoTagBytes

/// The `RewriteOptions` of a folder, as far as they decide which rules count in it and below (`config_perdir_merge` of
/// mod_rewrite).
struct RewriteInheritance: Sendable {
  /// The place of the rules of the folders above.
  enum Order: Sendable {
    case behindOwn
    case beforeOwn
  }

  /// True if the folder has options of its own: those of the folder above then do not count.
  private var isSet = false
  private var takes: Order?
  private var handsDown: Order?
  private var ignores = false
  private(set) var mergesBase = false

  init() {}

  /// Reads the words of a `RewriteOptions`.
  /// - Throws: for a word that httpd does not know, with which it refuses all requests for the folder.
  mutating func read(_ words: [[UInt8]]) throws(MalformedRule) {
    isSet = true
    for word in words {
      switch ASCII.lowercased(word).text {
      case "inherit": takes = .behindOwn
      case "inheritbefore": takes = takes ?? .beforeOwn
      case "inheritdown": handsDown = .behindOwn
      case "inheritdownbefore": handsDown = handsDown ?? .beforeOwn
      case "ignoreinherit": ignores = true
      case "mergebase": mergesBase = true
      case "allownoslash", "allowanyuri", "ignorecontextinfo", "legacyprefixdocroot", "longurloptimization",
        "unsafeallow3f", "unsafeprefixstat", "unsafeprefixstatlegacy":
        break
      case let text where text.hasPrefix("maxredirects="): break
      case let text: throw MalformedRule("RewriteOptions has no option \(text)")
      }
    }
  }

  /// Returns the options of a folder below one with `above`, and the place of the rules that it inherits from there; `nil`
  /// where it inherits none.
  func below(_ above: RewriteInheritance) -> (options: RewriteInheritance, order: Order?) {
    let handed = ignores ? nil : above.handsDown
    var options = isSet ? self : above
    options.isSet = isSet
    // Behind comes before in front.
    let order: Order? =
      if options.takes == .behindOwn || handed == .behindOwn { .behindOwn } else { options.takes ?? handed }
    return (options, order)
  }
}
