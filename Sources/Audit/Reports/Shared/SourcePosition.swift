/// Where a finding is, as code hosts count columns: in UTF-16 code units, from 1.
struct SourcePosition {
  let line: Int
  /// The first column and the one after the last; `nil` where the line is cut and that is not known.
  let columns: Range<Int>?

  init(_ finding: Finding) {
    line = finding.line
    columns = finding.excerpt.flatMap { excerpt in
      guard let cut = excerpt.cutUTF16Length else { return nil }
      // A byte-order mark is no part of the text.
      let hasMark = finding.line == 1 && cut == 0 && excerpt.before.unicodeScalars.first == "\u{FEFF}"
      let start = cut + excerpt.before.utf16.count + (hasMark ? 0 : 1)
      return start..<start + excerpt.marked.utf16.count
    }
  }
}
