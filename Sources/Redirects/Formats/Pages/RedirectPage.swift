internal import AutoTagWebURL

/// A page that leads somewhere else at once, by its markup or script.
struct RedirectPage: Sendable {
  /// The target as the page writes it.
  let location: String
  /// The value of the page's `<base href>`.
  let baseHref: String?
  /// The form in which the script adds the query of the page's own address.
  let query: LocationScript.AddedQuery
  /// The reason why it is not known if the query arrives; `nil` where the target shows it.
  let queryUnknown: String?
  let rule: RedirectRule

  /// Returns the answer that a browser takes from the page when it has asked for `url`.
  func answer(to url: WebURL) -> ServerAnswer {
    if let reason = rule.unknown { return .unknown(rule, reason) }
    var text = location
    if let own = url.query, !own.isEmpty { text = query.added(own, to: text) }
    if let baseHref, let base = WebURL(baseHref, relativeTo: url),
      let resolved = WebURL(text, relativeTo: base)
    {
      text = resolved.description
    }
    return .redirect(
      ServerRedirect(
        status: 200, location: Array(text.utf8), rule: rule,
        queryUnknown: queryUnknown))
  }
}
