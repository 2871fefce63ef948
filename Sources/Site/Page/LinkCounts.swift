package import AutoTagTracking

/// Counts of live affiliate links. Each one is in exactly one of the counts after `affiliate`.
package struct LinkCounts: Sendable, Equatable {
  package var affiliate = 0
  package var tagged = 0
  /// Links that lose the token, or have none where all are to lose it.
  package var untagged = 0
  package var withoutToken = 0
  package var alreadyTagged = 0
  package var keptSubid = 0
  /// Links that were left alone, by the code of the problem.
  package var skippedByReason: [ProblemCode: Int] = [:]
  package var skipped: Int { skippedByReason.values.reduce(0, +) }

  package init() {}

  package mutating func add(_ other: LinkCounts) {
    affiliate += other.affiliate
    tagged += other.tagged
    untagged += other.untagged
    withoutToken += other.withoutToken
    alreadyTagged += other.alreadyTagged
    keptSubid += other.keptSubid
    skippedByReason.merge(other.skippedByReason, uniquingKeysWith: +)
  }
}
