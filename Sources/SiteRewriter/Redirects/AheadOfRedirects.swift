internal import AutoTagFiles

/// What can be done with a site while its redirects are still looked for: everything but its pages, and its pages as long
/// as no redirect leads to a tracking group. Nearly every page holds no link of a group, whatever leads where; reading it
/// once is then enough.
struct AheadOfRedirects<Worker: WorkingAhead>: Sendable {
  /// The walk of the run itself.
  let tree: SiteTree
  let openRoot: @Sendable () throws(SiteError) -> SiteFolder
  /// Called once for each thread, with its number.
  let makeWorker: @Sendable (Int) -> Worker
  /// Given what was done, batch by batch, from the threads.
  let deliver: @Sendable (Worker.Results) -> Void
}

/// Does ahead what no redirect can change.
protocol WorkingAhead: AnyObject, SendableMetatype {
  associatedtype Results

  /// - Parameters:
  ///   - mayWrite: whether the page is all there is to copy.
  ///   - look: given the page's bytes before anything else is done with them.
  /// - Returns: whether the page is done with.
  func settle(
    _ name: FileName, in folder: SiteFolder, mayWrite: Bool, _ look: (Span<UInt8>) -> Void
  ) -> Bool

  /// What is no page.
  func handle(_ file: SiteFile, in folder: SiteFolder)

  /// Gives what was done and starts anew.
  func takeResults() -> Results
}

extension FileWorker: WorkingAhead {}

/// What was done: everything but pages.
struct DoneAhead: Sendable {
  /// The pages that were not done with; `nil` where all are to be taken up again.
  var pages: RemainingPages?
  /// What the walk could not do; told where it counts, which is where no second one follows.
  var problems: [Problem] = []
}
