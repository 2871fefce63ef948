/// The state of a run under way.
package struct RunProgress: Sendable, Equatable {
  /// The work that the counts are about. A run goes through the stages in this order and leaves out those that it does not
  /// need; within a stage the counts only grow.
  package enum Stage: Sendable {
    /// All pages are looked at for redirects.
    case findingRedirects
    /// All pages are looked at for links that servers are to be asked about.
    case findingLinks
    /// Servers are asked where links lead: the counts are of links.
    case askingServers
    /// Pages are read, and done with where they have no link that matters.
    case pages
    /// The pages that have such links are finished: the counts are of them.
    case remainingPages
  }

  package var stage: Stage
  /// Pages, or links where servers are asked.
  package var finished = 0
  /// `nil` until all are counted.
  package var total: Int?

  package init(stage: Stage, finished: Int = 0, total: Int? = nil) {
    (self.stage, self.finished, self.total) = (stage, finished, total)
  }
}

/// The receiver of a run's progress.
package struct ProgressListener: Sendable {
  /// True to have the pages of the site counted meanwhile, on a thread of their own, so that a total can be told.
  let wantsTotal: Bool
  /// Called from the workers, at most about ten times a second.
  let tell: @Sendable (RunProgress) -> Void

  package init(wantsTotal: Bool, tell: @escaping @Sendable (RunProgress) -> Void) {
    (self.wantsTotal, self.tell) = (wantsTotal, tell)
  }
}
