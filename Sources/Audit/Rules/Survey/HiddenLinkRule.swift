/// A rule about one kind of place in which an address of a group is no standard link.
protocol HiddenLinkRule: PageRule {
  /// - Returns: `nil` for a link in another kind of place.
  func hit(_ link: PageSurvey.HiddenLink) -> Hit?
}

extension HiddenLinkRule {
  func hits(on page: PageUnderAudit) -> [Hit] { page.survey.hiddenLinks.compactMap(hit) }
}
