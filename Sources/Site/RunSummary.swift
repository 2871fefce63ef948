package import AutoTagTracking

/// What a run did, counted.
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

  /// Counts of live affiliate links. Each one is in exactly one of the counts after `affiliate`.
  package struct Links: Sendable, Equatable {
    package var affiliate = 0
    package var tagged = 0
    package var alreadyTagged = 0
    package var keptSubid = 0
    /// The reasons why a link was left alone, by their problem code.
    package var skippedByReason: [String: Int] = [:]
    package var skipped: Int { skippedByReason.values.reduce(0, +) }

    package init() {}
  }

  package var pages = Pages()
  /// The counts of each tracking group, by its name. Every configured group is here, also with zeros.
  package var groups: [String: Links] = [:]
  /// Files that are no pages: copied, never parsed.
  package var assets = 0
  /// Sorted by file, then line, then column.
  package var problems: [Problem] = []

  package init() {}
}

extension RunSummary {
  mutating func add(_ outcome: PageRewriter.Outcome) {
    for (name, counts) in outcome.links { groups[name, default: .init()].add(counts) }
    problems += outcome.problems
  }

  mutating func add(_ other: RunSummary) {
    pages.read += other.pages.read
    pages.changed += other.pages.changed
    pages.skipped += other.pages.skipped
    assets += other.assets
    for (name, counts) in other.groups { groups[name, default: .init()].add(counts) }
    problems += other.problems
  }
}

extension RunSummary.Links {
  mutating func add(_ other: RunSummary.Links) {
    affiliate += other.affiliate
    tagged += other.tagged
    alreadyTagged += other.alreadyTagged
    keptSubid += other.keptSubid
    skippedByReason.merge(other.skippedByReason, uniquingKeysWith: +)
  }
}
