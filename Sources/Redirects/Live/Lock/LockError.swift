/// Why a lock file cannot be read or written.
package struct LockError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// From 1; `nil` where the whole file is meant.
  package let line: Int?
  /// What is wrong and what to do about it.
  package let message: String

  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
