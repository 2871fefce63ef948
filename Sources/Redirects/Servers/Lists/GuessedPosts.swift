internal import AutoTagBytes

/// The links of a plugin that are posts of WordPress, which leads an address that nothing answers to any post whose name
/// begins so (`redirect_guess_404_permalink`): `/recommends/kett` to `/recommends/kettle/`.
struct GuessedPosts: Sendable {
  /// The path in front of the names, with a slash at its end.
  private let folder: [UInt8]
  private var posts: [(slug: [UInt8], rule: RedirectRule)]

  static let reason = "no link has this slug, and WordPress leads to one of those that begin so"

  init(folder: [UInt8], posts: [(slug: [UInt8], rule: RedirectRule)]) {
    self.folder = folder
    self.posts = posts.map { (ASCII.lowercased($0.slug), $0.rule) }
      .sorted { $0.slug.lexicographicallyPrecedes($1.slug) }
  }

  /// Returns the rule of a link whose slug begins with the last name of a path.
  func rule(for path: [UInt8]) -> RedirectRule? {
    guard path.starts(with: folder), path.count > folder.count else { return nil }
    let name = ASCII.lowercased(Array(path[folder.count...]))
    guard !name.contains(0x2F) else { return nil }
    var low = 0
    var high = posts.count
    while low < high {
      let middle = low + (high - low) / 2
      if posts[middle].slug.lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    guard low < posts.count, posts[low].slug.starts(with: name) else { return nil }
    return posts[low].rule
  }
}
