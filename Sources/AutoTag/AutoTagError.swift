internal import AutoTagConfiguration

/// A reason why nothing could be done. Faults of single files and links are ``Problem`` values in a result instead.
public struct AutoTagError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The part that is at fault, for callers that go on in different ways.
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// An option that cannot be meant.
    case options
    /// A configuration file that cannot be read, or says something that it cannot mean.
    case configuration
    /// A page that cannot be read as HTML. It is as it was.
    case page
    /// A site or an output folder that cannot be used as asked, or a site without a page.
    case site
    /// A site's file of known findings that cannot be read.
    case baseline
  }

  public let code: Code

  /// One or two sentences: the fault, and its cure.
  public let message: String

  /// The file at fault; `nil` where there is none.
  public let file: String?

  /// Line and column, both from 1; `nil` where the whole file is meant.
  public let line: Int?
  public let column: Int?

  /// The error as `file:line:column: message`.
  public var description: String {
    guard let file else { return message }
    return "\(file)\([line, column].compactMap { $0.map { ":\($0)" } }.joined()): \(message)"
  }

  init(_ code: Code, _ message: String, file: String? = nil, line: Int? = nil, column: Int? = nil) {
    self.code = code
    self.message = message
    self.file = file
    self.line = line
    self.column = column
  }

  init(_ error: ConfigurationError) {
    self.init(.configuration, error.message, file: error.file, line: error.line, column: error.column)
  }
}
