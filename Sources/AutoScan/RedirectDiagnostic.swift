/// Something that a person should know about one place of a redirect file.
public struct RedirectDiagnostic: Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable, Hashable {
    /// The file does not follow its format here; what stands there is passed over, as the server does it, or
    /// the whole file is.
    case malformed
    /// A rule that is kept as unknown, because it cannot be told what the server does.
    case notUnderstood = "not-understood"
    /// The rule works, and hardly does what its author wants.
    case suspicious
  }

  public let kind: Kind

  /// The file as messages show it.
  public let file: String

  /// From 1.
  public let line: Int

  /// What is wrong and what to do about it.
  public let message: String

  public init(_ kind: Kind, file: String, line: Int, _ message: String) {
    self.kind = kind
    self.file = file
    self.line = max(line, 1)
    self.message = message
  }

  public var description: String { "\(file):\(line): \(message)" }
}
