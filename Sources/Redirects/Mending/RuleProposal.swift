package import AutoTagBytes
internal import AutoTagText
internal import AutoTagTracking

/// A change of one rule after which it may hand the query of a request on. Nothing is proven by it.
package struct RuleProposal: Sendable, Hashable {
  /// Edits of the file, ascending.
  package let edits: [Edit]
  /// The place of `text`.
  package let place: Place
  /// The rule as it is to be written, on one line.
  package let text: String

  package enum Place: Sendable, Hashable {
    /// In the stead of the rule.
    case instead
    /// On a line in front of the rule, which stays.
    case inFront
    /// At the top of the file, in the stead of the rule further down.
    case atTop
  }

  /// The change as advice, in a clause.
  package var words: String {
    let text = PastedText.announced(text)
    return switch place {
    case .instead: "write it as: \(text)"
    case .inFront: "write in front of it: \(text)"
    case .atTop: "write at the top of the file, in its stead: \(text)"
    }
  }

  /// Returns the file with proposals carried out; of those that touch the same bytes the first counts.
  /// - Returns: with the edits that were made, ascending.
  static func applied(_ proposals: [RuleProposal], to file: [UInt8]) -> (file: [UInt8], edits: [Edit]) {
    let edits = proposals.flatMap(\.edits)
    // Insertions at one place stay in the order of the proposals.
    let sorted = edits.enumerated().sorted {
      ($0.element.range.lowerBound, $0.element.range.upperBound, $0.offset)
        < ($1.element.range.lowerBound, $1.element.range.upperBound, $1.offset)
    }
    var kept: [Edit] = []
    for (_, edit) in sorted where (kept.last?.range.upperBound ?? 0) <= edit.range.lowerBound {
      kept.append(edit)
    }
    return (Splice.joined(file.span, kept), kept)
  }
}
