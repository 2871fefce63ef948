package import AutoTagWebURL

/// Pages of the site that lead somewhere else at once: `<meta http-equiv="refresh">`, and scripts that give `location` an
/// address (Hugo's aliases, jekyll-redirect-from, hand-made ones).
///
/// `named` is the page's path in the site. A page that stays where it is gives a source without rules.
package struct RedirectPageSource: RedirectSource {
  package init() {}

  /// Returns the target of a page that a server answers with; `nil` where it stays.
  /// - Parameter url: what was asked for.
  package static func target(of bytes: [UInt8], at url: WebURL) -> String? {
    var visitor = VisitorAnswers()
    guard case .redirectPage(let page) = RedirectPageSource().read(bytes, named: "", prefix: "/").program,
      case .redirect(let redirect) = page.answer(to: url, &visitor)
    else { return nil }
    return redirect.locationText
  }

  /// Returns true if a page may lead somewhere else at once, by its bytes alone. False positives are possible, false
  /// negatives are not.
  package static func mayRedirect(_ page: Span<UInt8>) -> Bool {
    RedirectPageSearch.mayRedirect(page) || RedirectStub.mayBe(page)
  }

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    guard Self.mayRedirect(file.span) else {
      return LoadedSource(.redirectPage, file: name, rules: [], diagnostics: [], program: .none)
    }
    let (page, diagnostics) = RedirectPageReader.read(file.span, named: name)
    return LoadedSource(
      .redirectPage, file: name, rules: page.rules, diagnostics: diagnostics,
      program: page.steps.isEmpty ? .none : .redirectPage(page))
  }
}
