internal import AutoTagSite
internal import AutoTagText

/// Findings of all pages that have one cause, told as one: a redirect rule that is at fault is so for every link that meets
/// it, and a template's fault is on every page that it makes.
struct CauseGroups {
  struct Group {
    let first: Finding
    /// The others, of which the first few are named.
    private(set) var others = 0
    private(set) var places: [String] = []

    private let onFirstPage: FindingGroup

    init(_ group: FindingGroup) {
      first = group.first
      onFirstPage = group
    }

    mutating func add(_ finding: Finding, at location: @autoclosure () -> String, naming most: Int) {
      others += 1
      if places.count < most { places.append(location()) }
    }

    /// “and 499 more places: a.html:3:4, b.html:5:6, …”; only the lines where all are in one file; `nil` where there are
    /// none.
    var otherPlaces: String? {
      guard others > onFirstPage.others.count else { return onFirstPage.otherLines }
      return "and \(others) more \(Count.plural(others, "place")): \(places.joined(separator: ", "))"
        + (others > places.count ? ", …" : "")
    }
  }

  private(set) var groups: [Group] = []
  private struct Cause: Hashable {
    let words: FindingGroup.Key
    /// The text at fault; empty for a redirect rule, which the words name.
    let marked: String
  }

  private var indices: [Cause: Int] = [:]
  private let mostPlaces: Int
  private let groupsRulesAlone: Bool

  /// The most groups; what is found beyond is told page by page, so that memory does not grow with the site.
  private static let mostGroups = 4096
  private static let ruleCodes = Set(RedirectChecks.all.map(\.code))

  /// - Parameters:
  ///   - mostPlaces: the other places of a group that are named.
  ///   - groupsRulesAlone: true if no other cause than a redirect rule makes a group.
  init(mostPlaces: Int = 8, groupsRulesAlone: Bool = false) {
    (self.mostPlaces, self.groupsRulesAlone) = (mostPlaces, groupsRulesAlone)
  }

  /// Takes findings of one page that say the same.
  /// - Parameter paths: name the places.
  /// - Returns: the group's index and whether it is new; `nil` for those that are told by themselves.
  mutating func add(_ group: FindingGroup, _ paths: ShownPaths) -> (index: Int, isNew: Bool)? {
    let isOfRule = Self.ruleCodes.contains(group.first.code) && group.first.link != nil
    guard isOfRule || !groupsRulesAlone else { return nil }
    let key = Cause(
      words: FindingGroup.Key(group.first, ofAnyFile: true),
      marked: isOfRule ? "" : group.first.excerpt?.marked ?? "")
    var others = group.others
    var index = indices[key]
    let isNew = index == nil
    if index == nil {
      guard groups.count < Self.mostGroups else { return nil }
      indices[key] = groups.count
      index = groups.count
      groups.append(Group(group))
    } else {
      others = [group.first] + others
    }
    guard let index else { return nil }
    for finding in others {
      groups[index].add(finding, at: paths.location(of: finding), naming: mostPlaces)
    }
    return (index, isNew)
  }
}
