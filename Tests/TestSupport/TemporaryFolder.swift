public import Foundation

/// A folder for one test, removed with this object.
public final class TemporaryFolder: Sendable {
  public let url: URL

  /// - Parameter parent: the folder that it is in; the system's for temporary files when `nil`.
  public init(in parent: String? = nil) throws {
    url = (parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory)
      .appending(path: "autotag-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, with the folders that it is in.
  @discardableResult
  public func write(_ text: String, to path: String) throws -> URL {
    try write(Data(text.utf8), to: path)
  }

  /// Writes a file, with the folders that it is in.
  @discardableResult
  public func write(_ data: Data, to path: String) throws -> URL {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
    return file
  }

  public func read(_ path: String) throws -> Data {
    try Data(contentsOf: url.appending(path: path))
  }

  public func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }
}
