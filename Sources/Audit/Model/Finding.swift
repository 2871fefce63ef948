internal import AutoTagBaseline
package import AutoTagBytes

/// Something in a site that would lose a commission, or may.
package struct Finding: Sendable, Hashable {
  /// The check's code.
  package let code: String

  /// The check's severity, by the configuration.
  package let severity: Severity

  /// The file's path as `PathText` has it, relative to the site's root with `/`, or absolute.
  package let path: String

  /// The path for people and programs.
  package let file: String

  /// Line and column, both from 1, the column in bytes; 1 where the whole file is meant.
  package let line: Int
  package let column: Int

  /// The marked bytes of the page. Empty where the whole file is meant.
  package let range: Range<Int>

  /// The line of the page with the mark; `nil` where the whole file is meant.
  package let excerpt: Excerpt?

  /// The fault in one sentence.
  package let words: MessageText
  package var message: String { words.text }

  /// The remedy in this case.
  package let remedy: MessageText
  package var fix: String { remedy.text }

  /// True if `autotag rewrite` with the same settings repairs it.
  package let isRepairedByRewrite: Bool

  /// The index in `AuditedPage.links` of the link it is about; `nil` where it is about none.
  package let link: Int?

  /// A hash, in hexadecimal, of code, file, the marked text, and the number among several equal ones; it stays the same
  /// when lines are added or removed above. For baselines and for code hosts.
  package let fingerprint: String

  /// The place in the file that the page was made from; `nil` where nothing tells.
  package private(set) var source: PageSource?

  /// True if it is about the file as a whole, and not about its first character.
  package internal(set) var isOfWholeFile: Bool

  /// The finding as a baseline has it.
  var baselineEntry: Baseline.Entry {
    Baseline.Entry(fingerprint: fingerprint, code: code, subject: file)
  }

  /// Returns the same finding with its source.
  package func made(from source: PageSource?) -> Finding {
    var finding = self
    finding.source = source
    return finding
  }

  /// The site, where it is one of several; empty where there is one alone. Rules of different sites are different rules.
  var site = ""

  /// - Parameters:
  ///   - file: as `PathText` has it.
  ///   - message: with paths as `MessageText` has them, as are those in the fix.
  package init(
    code: String, severity: Severity, file: String, line: Int, column: Int, range: Range<Int>,
    excerpt: Excerpt?, message: String, fix: String, isRepairedByRewrite: Bool, link: Int?,
    fingerprint: String
  ) {
    self.code = code
    self.severity = severity
    path = file
    self.file = PathText.shown(file)
    self.line = line
    self.column = column
    self.range = range
    self.excerpt = excerpt
    words = MessageText(message)
    remedy = MessageText(fix)
    self.isRepairedByRewrite = isRepairedByRewrite
    self.link = link
    self.fingerprint = fingerprint
    isOfWholeFile = excerpt == nil && line == 1 && column == 1
  }

  /// A piece of a page around a finding, on one line, cut where the line is long; invalid bytes are U+FFFD.
  package struct Excerpt: Sendable, Hashable {
    package let before: String
    /// The marked text, as far as it is on the line; not empty.
    package let marked: String
    package let after: String
    /// True if the line goes on to the left, and to the right.
    package let isCutBefore: Bool
    package let isCutAfter: Bool
    /// The number of UTF-16 code units of the line to the left of `before`, for formats that count so; `nil` where
    /// it is not known.
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

/// The weight of a finding. The configuration can give a check another one, or turn it off.
package enum Severity: String, Sendable, Hashable, CaseIterable, Comparable {
  /// Worth knowing.
  case info
  /// A click id may be lost, or a guideline of the network is not kept.
  case warning
  /// A click id is lost.
  case error

  package static func < (one: Severity, other: Severity) -> Bool { one.rank < other.rank }

  private var rank: Int {
    switch self {
    case .info: 0
    case .warning: 1
    case .error: 2
    }
  }
}
