/// Something at one place of a site that would lose a commission, or may.
package struct Finding: Sendable, Hashable {
  /// The rule's code.
  package let code: String

  /// The rule's severity, by the configuration.
  package let severity: Severity

  /// The file, relative to the site's root with `/`.
  package let file: String

  /// Line and column, both from 1, the column in bytes; 1 where the whole file is meant.
  package let line: Int
  package let column: Int

  /// The place in the page's bytes: what the finding marks. Empty where the whole file is meant.
  package let range: Range<Int>

  /// The line of the page with the place marked; `nil` where the whole file is meant.
  package let excerpt: Excerpt?

  /// What is wrong at this place, in one sentence.
  package let message: String

  /// What to do about it at this place.
  package let fix: String

  /// Whether `autotag rewrite` with the same settings repairs it.
  package let isRepairedByRewrite: Bool

  /// Which of the page's links it is about, as an index of `AuditedPage.links`.
  package let link: Int?

  /// Stays the same when lines are added or removed above: a hash, in hexadecimal, of code, file, the marked
  /// text, and which of several equal ones it is. For baselines and for code hosts.
  package let fingerprint: String

  package init(
    code: String, severity: Severity, file: String, line: Int, column: Int, range: Range<Int>,
    excerpt: Excerpt?, message: String, fix: String, isRepairedByRewrite: Bool, link: Int?,
    fingerprint: String
  ) {
    self.code = code
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.range = range
    self.excerpt = excerpt
    self.message = message
    self.fix = fix
    self.isRepairedByRewrite = isRepairedByRewrite
    self.link = link
    self.fingerprint = fingerprint
  }

  /// A piece of a page around a finding, on one line, cut where the line is long; invalid bytes are U+FFFD.
  package struct Excerpt: Sendable, Hashable {
    package let before: String
    /// The marked text, as far as it is on the line; not empty.
    package let marked: String
    package let after: String
    /// Whether the line goes on to the left and to the right.
    package let isCutBefore: Bool
    package let isCutAfter: Bool
    /// How many UTF-16 code units of the line are to the left of `before`, for formats that count so; `nil` where
    /// that is not known.
    package let cutUTF16Length: Int?

    /// - Parameter cutUTF16Length: not needed where the line is not cut before.
    package init(
      before: String, marked: String, after: String, isCutBefore: Bool = false, isCutAfter: Bool = false,
      cutUTF16Length: Int? = nil
    ) {
      self.before = before
      self.marked = marked
      self.after = after
      self.isCutBefore = isCutBefore
      self.isCutAfter = isCutAfter
      self.cutUTF16Length = isCutBefore ? cutUTF16Length : 0
    }
  }
}
