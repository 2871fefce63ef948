internal import AutoTagTracking
internal import AutoTagWebURL

/// The address that a link is known by, before and after it was tagged: without a fragment, which no server
/// sees, and without a click-id token, which is never sent by name.
enum LinkKey {
  static func of(_ url: WebURL, _ groups: [TrackingGroup]) -> WebURL {
    withoutToken(url.withoutFragment, groups)
  }

  /// Returns the address without the groups' tokens.
  static func withoutToken(_ url: WebURL, _ groups: [TrackingGroup]) -> WebURL {
    // Most links have no query, and none of the others' tokens.
    guard let query = url.query, groups.contains(where: { url.hasParameter($0.writtenToken) }) else {
      return url
    }
    let tags = groups.map(\.writtenToken)
    return url.with(parametersOf: query) { !tags.contains(String($0)) }
  }

  /// Returns the address without the parameters of a name.
  static func without(_ name: String, _ url: WebURL) -> WebURL {
    url.with(parametersOf: url.query ?? "") { $0 != name && !$0.hasPrefix(name + "=") }
  }
}

extension WebURL {
  fileprivate func with(parametersOf query: String, where isWanted: (Substring) -> Bool) -> WebURL {
    let rest = query.split(separator: "&", omittingEmptySubsequences: false).filter(isWanted)
    return with(query: rest.isEmpty ? nil : rest.joined(separator: "&"))
  }
}
