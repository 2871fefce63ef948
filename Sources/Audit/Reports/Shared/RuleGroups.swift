/// Findings about redirect rules, those of all pages that say the same told as one: a rule that is at fault is so for every
/// link that meets it.
struct RuleGroups {
  struct Group {
    let first: Finding
    /// The others, of which the first few are named.
    private(set) var others = 0
    private(set) var places: [String] = []

    init(_ first: Finding) { self.first = first }

    mutating func add(_ finding: Finding, naming most: Int) {
      others += 1
      if places.count < most { places.append(finding.location) }
    }

    /// “and 499 more places: a.html:3:4, b.html:5:6, …”; `nil` where there are none.
    var otherPlaces: String? {
      guard others > 0 else { return nil }
      return "and \(others) more \(Count.plural(others, "place")): \(places.joined(separator: ", "))"
        + (others > places.count ? ", …" : "")
    }
  }

  private(set) var groups: [Group] = []
  private var indices: [FindingGroup.Key: Int] = [:]
  private let mostPlaces: Int

  /// The most groups; what is found beyond is told page by page, so that memory does not grow with the site.
  private static let mostGroups = 4096
  private static let codes = Set(RedirectChecks.all.map(\.code))

  /// - Parameter mostPlaces: the other places of a group that are named.
  init(mostPlaces: Int = 8) { self.mostPlaces = mostPlaces }

  /// Takes findings of one page that say the same, if they are about a redirect rule.
  /// - Returns: the group's index and whether it is new; `nil` for other findings.
  mutating func add(_ group: FindingGroup) -> (index: Int, isNew: Bool)? {
    guard Self.codes.contains(group.first.code), group.first.link != nil else { return nil }
    let key = FindingGroup.Key(group.first, ofAnyFile: true)
    var others = group.others
    var index = indices[key]
    let isNew = index == nil
    if index == nil {
      guard groups.count < Self.mostGroups else { return nil }
      indices[key] = groups.count
      index = groups.count
      groups.append(Group(group.first))
    } else {
      others = [group.first] + others
    }
    guard let index else { return nil }
    for finding in others { groups[index].add(finding, naming: mostPlaces) }
    return (index, isNew)
  }
}
