/// Why a lock file cannot be read or written.
public struct LockError: Error, Sendable, Equatable, CustomStringConvertible {
  public let file: String
  /// From 1; `nil` where the whole file is meant.
  public let line: Int?
  /// What is wrong and what to do about it.
  public let message: String

  public var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}
