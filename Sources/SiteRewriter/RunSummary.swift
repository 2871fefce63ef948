/// What a run did, counted.
public struct RunSummary: Sendable, Equatable {
  public struct Pages: Sendable, Equatable {
    /// Pages that were read to their end.
    public var read = 0
    /// Pages whose bytes change.
    public var changed = 0
    /// Pages that were left alone because something is wrong with them; each has a problem.
    public var skipped = 0

    public init() {}
  }

  /// Counts of live affiliate links. Each one is in exactly one of the counts after `affiliate`.
  public struct Links: Sendable, Equatable {
    public var affiliate = 0
    public var tagged = 0
    public var alreadyTagged = 0
    public var keptSubid = 0
    /// The reasons why a link was left alone, by their problem code.
    public var skippedByReason: [String: Int] = [:]
    public var skipped: Int { skippedByReason.values.reduce(0, +) }

    public init() {}
  }

  public var pages = Pages()
  /// The counts of each tracking group, by its name. Every configured group is here, also with zeros.
  public var groups: [String: Links] = [:]
  /// Files that are no pages: copied, never parsed.
  public var assets = 0
  /// Sorted by file, then line, then column.
  public var problems: [Problem] = []

  public init() {}
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
