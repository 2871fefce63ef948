/// Something a person should know about one place of the site.
package struct Problem: Sendable, Hashable {
  /// What the problem means for the run.
  package enum Severity: Sendable, Hashable {
    /// Worth knowing; the run did all it should.
    case note
    /// A click id would be lost, and only a person can mend it; the run did all it should.
    case loss
    /// The file was not handled as asked; the exit status says so.
    case failure
  }

  package let severity: Severity

  /// The file, relative to the site's root; `-` for standard input.
  package let file: String

  /// Line and column, both from 1, the column in bytes; `nil` where the problem is the whole file's.
  package let line: Int?
  package let column: Int?

  /// A stable name in kebab-case, for scripts.
  package let code: String

  /// What is wrong and what to do about it, in one sentence or two.
  package let message: String

  package init(
    _ severity: Severity, file: String, line: Int? = nil, column: Int? = nil, code: String, message: String
  ) {
    self.severity = severity
    self.file = file
    self.line = line
    self.column = column
    self.code = code
    self.message = message
  }
}
