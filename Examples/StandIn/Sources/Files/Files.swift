public import Foundation

/// Writes a file and the folders that it is in.
public func write(_ bytes: [UInt8], to file: URL) throws {
  try FileManager.default.createDirectory(
    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(bytes).write(to: file, options: .atomic)
}
