/// A remark for a person about one line of a redirect file.
package struct RedirectDiagnostic: Sendable, Hashable, CustomStringConvertible {
  package enum Kind: String, Sendable, Hashable {
    /// The file does not follow its format here; what stands there is passed over, as the server does it.
    case malformed
    /// The file is broken as a whole, so that none of its rules is read.
    case unreadable
    /// The server refuses the whole file for this line: it answers every request for its folder with an error.
    case refused
    /// A rule that is kept as unknown, because what the server does is not known.
    case notUnderstood = "not-understood"
    /// The rule works, and hardly does what its author wants.
    case suspicious
  }

  package let kind: Kind

  /// The file as messages show it.
  package let file: String

  /// The line from 1.
  package let line: Int

  /// The fault and what to do about it.
  package let message: String

  package init(_ kind: Kind, file: String, line: Int, _ message: String) {
    self.kind = kind
    self.file = file
    self.line = max(line, 1)
    self.message = message
  }

  package var description: String { "\(file):\(line): \(message)" }
}

/// A reason for which a server refuses a rule.
struct MalformedRule: Error {
  let message: String

  init(_ message: String) { self.message = message }
}
