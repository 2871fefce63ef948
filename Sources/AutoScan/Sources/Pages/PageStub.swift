/// Where a page leads at once by its markup or script.
struct PageStub: Sendable {
  /// As the page writes it, resolved against its `<base href>` where it has one.
  var location: String
  var rule: RedirectRule

  static let fix =
    "a page cannot forward the query by its markup: redirect with a rule of the server that does, or use "
    + "redirects: inline"
}
