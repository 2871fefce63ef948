/// The links of a plugin that are posts of WordPress, each at a slug below a folder.
struct SlugRules {
  static let spelling: RuleListServer.Spelling = [.withoutSlash, .withOneSlash]

  private(set) var rules: [ListedRule] = []
  private var posts: [(slug: [UInt8], rule: RedirectRule)] = []

  /// Adds a link; whatever the letter case of the slug, not of the folder, with or without a slash at the end.
  /// - Parameter complete: sets what else the rule has.
  mutating func add(
    _ slug: String, _ rule: RedirectRule, status: Int, _ reader: ListReader,
    _ complete: (inout ListedRule) -> Void
  ) {
    posts.append((Array(slug.utf8), rule))
    let path = RuleListServer.spelled(reader.prefixed(Array(slug.utf8)), Self.spelling)
    guard let pattern = PathPattern.literal(path, ignoresCase: true) else { return }
    var listed = ListedRule(rule: rule, pattern: pattern, action: .redirect(status: status))
    listed.conditions = [.folder(RuleListServer.spelled(reader.prefixed([]), .sent))]
    listed.cleaning = .redirect
    complete(&listed)
    rules.append(listed)
  }

  func finish(_ reader: ListReader) -> LoadedSource {
    reader.finish(rules, spelling: Self.spelling, guesses: guesses(reader))
  }

  func guesses(_ reader: ListReader) -> GuessedPosts {
    GuessedPosts(folder: reader.prefixed([]), posts: posts)
  }
}
