internal import AutoTagTracking
internal import AutoTagWebURL

/// The address that a link is known by, before and after it was tagged: without a fragment, which no server
/// sees, and without a click-id token, which is never sent by name.
enum LinkKey {
  static func of(_ url: WebURL, _ groups: [TrackingGroup]) -> WebURL {
    let url = url.withoutFragment
    guard let query = url.query else { return url }
    let tags = groups.map { "\($0.subid)=\($0.token)" }
    let parameters = query.split(separator: "&", omittingEmptySubsequences: false)
    let others = parameters.filter { !tags.contains(String($0)) }
    if others.count == parameters.count { return url }
    return url.with(query: others.isEmpty ? nil : others.joined(separator: "&"))
  }
}
