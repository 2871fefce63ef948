internal import AutoTagBytes

/// The ways in which WordPress plugins put a request's query into a target.
enum PluginQuery: Sendable {
  /// In front of the first `#`, with `&` where PHP sees a query in the target: `x?` gets a second `?` (Pretty Links 4,
  /// src/Redirect/Engine.php).
  case beforeFragment
  /// At the very end, with `&` where a `?` is anywhere in the target (ThirstyAffiliates 3.11,
  /// Rewrites_Redirection::pass_query_string_to_destination_url).
  case atEnd
  /// At the very end, decoded, with `&` where the target has a query, even an empty one (BetterLinks 2,
  /// Link/Utils::dispatch_redirect).
  case decodedAtEnd
  /// The parameters whose names the target does not have, in front of the `#` (Redirection 5.4, models/url/url-query.php).
  case missingParameters
  /// At the very end, decoded, always with `?` (Rank Math 1.0.273, class-redirector.php).
  case behindMark
  /// At the very end, in small letters, where the target has no `?`; elsewhere dropped (Safe Redirect Manager 2.2,
  /// class-srm-redirect.php).
  case lowercased

  /// Returns the target with the query.
  func target(_ target: [UInt8], with query: [UInt8]) -> [UInt8] {
    let hash = target.firstIndex(of: UInt8(ascii: "#")) ?? target.count
    let mark = target[..<hash].firstIndex(of: UInt8(ascii: "?"))
    func separator(_ hasQuery: Bool) -> UInt8 { hasQuery ? UInt8(ascii: "&") : UInt8(ascii: "?") }
    switch self {
    case .beforeFragment:
      let field = WordPressText.field(query)
      guard !field.isEmpty else { return target }
      let hasQuery = mark.map { $0 + 1 < hash } ?? false
      return target[..<hash] + [separator(hasQuery)] + field + target[hash...]
    case .atEnd:
      let field = WordPressText.field(query)
      return field.isEmpty ? target : target + [separator(target.contains(UInt8(ascii: "?")))] + field
    case .decodedAtEnd:
      return target + [separator(mark != nil)] + WordPressText.formDecoded(query)
    case .missingParameters:
      let own = PHPQuery(Array(target[((mark ?? hash) + (mark == nil ? 0 : 1))..<hash]), ignoresCase: false)
      let added = PHPQuery(request: query).encoded(without: own)
      guard !added.isEmpty else { return target }
      let hasQuery = target.contains(UInt8(ascii: "?"))
      return target[..<hash] + [separator(hasQuery)] + added + target[hash...]
    case .behindMark:
      // What is behind a second `?` is not the query's.
      let own = query.prefix { $0 != UInt8(ascii: "?") }
      return target + [UInt8(ascii: "?")] + WordPressText.formDecoded(own)
    case .lowercased:
      let field = ASCII.lowercased(WordPressText.field(query))
      let hasMark = target.dropFirst().contains(UInt8(ascii: "?"))
      return hasMark || field.isEmpty ? target : target + [UInt8(ascii: "?")] + field
    }
  }
}
