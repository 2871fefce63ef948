package import AutoTagTracking

/// The counts and problems of a run.
package struct RunSummary: Sendable, Equatable {
  package struct Pages: Sendable, Equatable {
    /// Pages that were read to their end.
    package var read = 0
    /// Pages whose bytes change.
    package var changed = 0
    /// Pages that were left alone because something is wrong with them; each has a problem.
    package var skipped = 0

    package init() {}
  }

  package var pages = Pages()
  /// The counts of each tracking group, by its name. Every configured group is here, also with zeros.
  package var groups: [String: LinkCounts] = [:]
  /// Files that are no pages: copied, never parsed.
  package var assets = 0
  /// Those of them that hold addresses of tracking groups; `problems` has how to read them.
  package var unread = UnreadFiles()
  /// The rules of redirect files that are changed.
  package var mendedRules: [MendedRule] = []
  /// The codes that links got; `nil` where no group uses codes.
  package var codes: LinkCodeCounts?
  /// The files that are removed from the output folder; `nil` where nobody asked for that.
  package var pruned: PrunedFiles?
  /// Sorted by file, then line, then column.
  package var problems: [Problem] = []

  package init() {}
}

extension RunSummary {
  mutating func add(_ outcome: PageOutcome) {
    for (name, counts) in outcome.links { groups[name, default: .init()].add(counts) }
    problems += outcome.problems
  }

  package mutating func add(_ other: RunSummary) {
    pages.read += other.pages.read
    pages.changed += other.pages.changed
    pages.skipped += other.pages.skipped
    assets += other.assets
    mendedRules += other.mendedRules
    if let added = other.codes { codes = codes.map { $0 + added } ?? added }
    if let more = other.pruned {
      var all = pruned ?? PrunedFiles()
      all.add(more)
      pruned = all
    }
    for (name, counts) in other.groups { groups[name, default: .init()].add(counts) }
    unread.add(other.unread)
    problems += other.problems
  }
}
