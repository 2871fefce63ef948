/// What can be done with a site while its redirects are still looked for: everything but its pages, and its pages as long
/// as no redirect leads to a tracking group. Nearly every page holds no link of a group, whatever leads where; reading it
/// once is then enough.
struct AheadOfRedirects: Sendable {
  /// The walk of the run itself.
  let tree: SiteTree
  let openRoot: @Sendable () throws(SiteError) -> SiteFolder
  /// Called once for each thread, with its number.
  let makeWorker: @Sendable (Int) -> FileWorker
  /// Given what was done, batch by batch, from the threads.
  let deliver: @Sendable (FileWorker.Results) -> Void
}

/// What was done: everything but pages.
struct DoneAhead: Sendable {
  /// The pages that were not done with; `nil` where all are to be taken up again.
  var pages: RemainingPages?
  /// What the walk could not do; told where it counts, which is where no second one follows.
  var problems: [Problem] = []
}
