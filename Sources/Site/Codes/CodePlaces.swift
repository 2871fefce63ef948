internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagTracking

/// The place of a link: in a page's own HTML, or where no script runs.
enum CodePlace {
  case page, noscript, feed
}

/// The places besides pages' own links whose links carry codes.
struct CodePlaces: Sendable {
  /// True if any group has codes in `<noscript>`.
  let inNoscript: Bool
  private let feeds: [(group: String, globs: [PathGlob])]
  /// The longest label of each host, by which a feed is told to need a look. They stand in a feed as they are.
  private let labels: [TextSearch]
  private let untags: Bool

  /// - Returns: `nil` where links of pages alone get codes.
  init?(_ rules: TaggingOptions) {
    let groups = rules.groups.filter(\.usesCodes)
    untags = rules.task == .untag
    // What an earlier setting put there is taken out again too.
    inNoscript = groups.contains { $0.codePlaces.noscript } || untags && !groups.isEmpty
    feeds = groups.filter { !$0.codePlaces.feeds.isEmpty }.map {
      ($0.name, $0.codePlaces.feeds.map(PathGlob.init))
    }
    guard inNoscript || !feeds.isEmpty else { return nil }
    let names = feeds.isEmpty ? [] : rules.groups.flatMap(\.hosts)
    labels = Set(names.compactMap { $0.split(separator: ".").max { $0.utf8.count < $1.utf8.count } }).sorted()
      .map { TextSearch(String($0)) }
  }

  /// - Parameter file: relative to the site's root.
  func isFeed(_ file: String) -> Bool {
    feeds.contains { $0.globs.contains { $0.matches(file: file) } }
  }

  /// Returns false for a feed without a link of a group's host.
  func mayHoldLink(_ feed: Span<UInt8>) -> Bool { labels.contains { $0.isIn(feed) } }

  /// Returns true if a group's links carry codes in a place.
  func has(_ group: TrackingGroup, in place: CodePlace, of file: String) -> Bool {
    guard group.usesCodes else { return false }
    return switch place {
    case .page: true
    case .noscript: group.codePlaces.noscript || untags
    case .feed:
      feeds.contains { $0.group == group.name && $0.globs.contains { $0.matches(file: file) } }
    }
  }
}
