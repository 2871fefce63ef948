internal import AutoTagBytes
internal import AutoTagWebURL

/// The text of a request that a plugin's patterns are tried on, where that is more than the path of a list.
struct RuleAddress: Sendable {
  enum Reading: Sendable {
    /// Path and query, decoded; the target goes into the address whose query is as it was sent (Redirection).
    case decoded
    /// Path and query, decoded, and what is encoded twice deleted (Yoast).
    case decodedField
    /// The same, `+` being a space, without slashes at its end (301 Redirects).
    case formField
    /// Path and query as they were sent, what is percent-encoded deleted, without slashes at its end (Safe Redirect
    /// Manager).
    case field
    /// The path alone, decoded, `+` being a space, without slashes at its ends (Rank Math).
    case name
  }

  let reading: Reading
  /// True if the query is a part of the text.
  var hasQuery: Bool { reading != .name }
  /// The path of the site's folder, without a slash at its end, which the text does not have.
  var folder: [UInt8] = []

  /// Returns the text that a pattern is tried on, and the one that its target goes into; `nil` for a request of another
  /// folder.
  func texts(_ request: ServerRequest) -> (tried: [UInt8], edited: [UInt8])? {
    let whole = WordPressText.withOneSlash(request.path)
    guard whole.starts(with: folder) else { return nil }
    let path = WordPressText.withOneSlash(Array(whole[folder.count...]))
    let query = request.query.map { [0x3F] + $0 } ?? []
    switch reading {
    case .decoded:
      let path = URLEncoding.decoded(path)
      return (path + URLEncoding.decoded(query), path + query)
    case .decodedField:
      return Self.same(WordPressText.field(URLEncoding.decoded(path + query)))
    case .formField:
      return Self.same(Self.withoutSlash(WordPressText.field(WordPressText.formDecoded(path + query))))
    case .field:
      return Self.same(Self.withoutSlash(WordPressText.field(path + query)))
    case .name:
      return Self.same(Array(Self.withoutSlash(WordPressText.formDecoded(path)).drop { $0 == 0x2F }))
    }
  }

  private static func same(_ text: [UInt8]) -> (tried: [UInt8], edited: [UInt8]) { (text, text) }

  static func withoutSlash(_ text: [UInt8]) -> [UInt8] {
    var text = text
    while text.count > 1, text.last == 0x2F { text.removeLast() }
    return text
  }

  /// Returns the beginning of the path of all requests whose text begins with `prefix`.
  func pathPrefix(_ prefix: [UInt8]) -> [UInt8] {
    // The path is decoded there, and the query may begin in the prefix.
    let plain = prefix.prefix { ASCII.isWordCharacter($0) || $0 == 0x2F || $0 == 0x2D || $0 == 0x2E }
    return folder + (reading == .name ? [0x2F] : []) + plain
  }
}
