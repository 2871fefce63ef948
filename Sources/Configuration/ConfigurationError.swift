/// A fault in a configuration file.
package struct ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The file as the user knows it, such as `site/autotag.yml`.
  package let file: String
  /// Line and column, both from 1, the column in characters; `nil` where the whole file is meant.
  package let line: Int?
  package let column: Int?
  /// The fault and its cure.
  package let message: String

  package init(file: String, line: Int? = nil, column: Int? = nil, _ message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  /// Returns the same error about a file that a variable names, which is to be corrected.
  func named(by variable: String) -> ConfigurationError {
    ConfigurationError(file: file, line: line, column: column, "\(message); \(variable) names this file")
  }

  package var description: String {
    let location = [line, column].compactMap { $0.map { ":\($0)" } }.joined()
    return "\(file)\(location): \(message)"
  }
}
