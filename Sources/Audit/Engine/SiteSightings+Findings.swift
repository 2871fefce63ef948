internal import AutoTagBytes
internal import AutoTagSite
internal import AutoTagText

/// The findings that all pages make together.
extension SiteSightings {
  /// The codes of what is made of them here.
  static let codes = [AnyTrackTagChecks.nowhere.code, AnyTrackTagChecks.propertiesDiffer.code]

  /// No page of the site has AnyTrack's tag; `nil` where one has it. Of a single page its own finding says it.
  func tagNowhere(_ maker: inout SiteFindingMaker) -> Finding? {
    guard let file = firstWithoutTag, pagesWithTag == 0, pagesWithTokens > 1,
      let check = maker.check(AnyTrackTagChecks.nowhere.code)
    else { return nil }
    return Finding(
      code: check.code, severity: check.severity, file: file, line: 1, column: 1, range: 0..<0, excerpt: nil,
      message:
        "none of the \(pagesWithTokens) pages with links to track has AnyTrack's tag: every click takes the token "
        + "to the network as it stands",
      fix: "put AnyTrack's tag into the head of the site's template", isRepairedByRewrite: false, link: nil,
      fingerprint: maker.fingerprint(check.code, "", check.title))
  }

  /// The pages whose tag is that of another property than most pages have.
  func otherProperties(_ maker: inout SiteFindingMaker) -> [Finding] {
    guard properties.count > 1, let check = maker.check(AnyTrackTagChecks.propertiesDiffer.code),
      let most = properties.map(\.pages).max(), let main = properties.first(where: { $0.pages == most })
    else { return [] }
    var findings: [Finding] = []
    for other in properties where other.first.property != main.first.property {
      let first = other.first
      let others = main.pages == 1 ? "\(MessageText.path(main.first.file)) has" : "\(main.pages) pages have"
      findings.append(
        Finding(
          code: check.code, severity: check.severity, file: first.file, line: first.line,
          column: first.column,
          range: first.range, excerpt: first.excerpt,
          message: "AnyTrack's tag is that of property \(first.property) here"
            + (other.pages > 1 ? " and on \(Count.of(other.pages - 1, "other page"))" : "")
            + ", while \(others) \(main.first.property)",
          fix: "use the tag of one property on all pages", isRepairedByRewrite: false, link: nil,
          fingerprint: maker.fingerprint(check.code, first.file, first.property)))
    }
    return findings
  }
}
