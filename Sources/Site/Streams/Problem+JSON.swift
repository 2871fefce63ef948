package import AutoTagBytes
internal import AutoTagText
package import AutoTagTracking

extension Problem {
  /// The problem for programs.
  package var json: JSONValue {
    .object([
      ("file", .string(file)),
      ("line", JSONValue(line)),
      ("column", JSONValue(column)),
      ("severity", .string(severity.name)),
      ("code", .string(code)),
      ("message", .string(PastedText.withLineEnds(message))),
    ])
  }
}

extension Problem.Severity {
  /// Its name for programs.
  package var name: String {
    switch self {
    case .note: "note"
    case .loss: "loss"
    case .failure: "failure"
    }
  }
}
