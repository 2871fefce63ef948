extension Site {
  /// Looks for the first page of the site, so that a wrong folder is told of before anything is written or removed.
  /// - Throws: `SiteError` where there is none, and `RewriteOptions.allowsEmpty` does not accept that. A folder that cannot
  ///   be read may hold pages; the run reports it.
  func expectPages() throws(SiteError) {
    // Of files that were named it is known already.
    guard !options.allowsEmpty, options.named == nil else { return }
    let root = try openRoot(output: false, isOutputNew: false)
    var mayHavePages = false
    // A part may have none.
    var whole = tree(output: nil, cleansUp: false)
    whole.shard = nil
    whole.walk(root: root) { _, _ in
      mayHavePages = true
    } emit: { batch in
      mayHavePages = mayHavePages || batch.files.contains(where: \.isPage)
    } isDone: {
      mayHavePages
    }
    guard !mayHavePages else { return }
    let others = try unreadFiles()
    let hint =
      others.options(include: options.include).map {
        "; \(others.count) other \(others.count == 1 ? "file holds" : "files hold") addresses of a tracking group, "
          + "which are read with \($0)"
      } ?? ""
    throw SiteError(
      "no page was found in \(options.site): looked for \(options.pagesText)\(hint); name the "
        + "folder that holds the built pages, choose others with --include, or accept it with --allow-empty")
  }

  /// The files that are no pages and hold addresses of groups, found by a walk of its own on this thread.
  private func unreadFiles() throws(SiteError) -> UnreadFiles {
    var search = UnreadFileSearch(
      groups: options.rules.groups, redirects: RedirectFiles(of: self), isIgnored: { _ in false })
    tree(output: nil, cleansUp: false).walk(root: try openRoot(output: false, isOutputNew: false)) { _, _ in
    } emit: { batch in
      for file in batch.files { search.look(at: file, in: batch.folder) }
    }
    return search.found
  }
}
