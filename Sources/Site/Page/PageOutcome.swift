package import AutoTagBytes
package import AutoTagTracking

/// The result of rewriting one page.
package struct PageOutcome: Sendable {
  /// The part of an outcome that a caller uses.
  package enum Wanted: Sendable {
    /// Edits, counts and problems.
    case edits
    /// A record of each decision besides, also about links whose group's name is misspelt.
    case decisions
  }

  /// Edits of the page as it was, ascending.
  package var edits: [Edit] = []
  /// Counts by tracking group name.
  package var links: [String: LinkCounts] = [:]
  /// Problems of this page. One with severity `failure` means: left alone.
  package var problems: [Problem] = []
  /// The decision about each link that a tracking group has to do with, in the order of the page; only where decisions
  /// are wanted. Ranges are those of the page in UTF-8, where it is in UTF-16.
  package var records: [LinkRecord] = []

  /// The page with its edits; `nil` when no byte changes.
  /// - Parameter page: the page that the outcome is of.
  package func rewritten(_ page: [UInt8]) -> [UInt8]? {
    edits.isEmpty ? nil : Splice.joined(page.span, edits)
  }

  /// The edits could not be written: nothing is tagged.
  mutating func withdraw(because code: ProblemCode) {
    edits = []
    for (name, var counts) in links where counts.tagged + counts.untagged > 0 {
      counts.skippedByReason[code, default: 0] += counts.tagged + counts.untagged
      (counts.tagged, counts.untagged) = (0, 0)
      links[name] = counts
    }
  }
}
