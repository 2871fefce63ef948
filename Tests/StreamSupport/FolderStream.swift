package import Foundation
import TestSupport
import Testing

/// The files of a folder as a stream.
package enum FolderStream {
  /// The paths of all files, sorted.
  package static func paths(of folder: URL) throws -> [String] {
    let found = try Oracle.run("find", [".", "-type", "f", "-printf", "%P\\n"], in: folder)
    try #require(found.status == 0, "\(found.standardError)")
    return found.lines.map(String.init).sorted()
  }

  /// - Parameter paths: the files in the order of the stream; `nil` for all.
  package static func records(of folder: URL, _ paths: [String]? = nil) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for path in try paths ?? self.paths(of: folder) {
      let data = try Data(contentsOf: folder.appending(path: path))
      bytes += "{\"path\":\"\(path)\",\"length\":\(data.count)}\n".utf8
      bytes += Array(data) + [0x0A]
    }
    return bytes
  }

  /// An archive of the whole folder, as GNU tar writes it.
  package static func archive(of folder: URL) throws -> [UInt8] {
    let made = try Oracle.run("tar", ["--format=gnu", "-cf", "-", "."], in: folder)
    try #require(made.status == 0, "\(made.standardError)")
    return Array(made.standardOutput)
  }

  /// An archive of some files, in their order.
  package static func archive(of folder: URL, _ paths: [String]) throws -> [UInt8] {
    let made = try Oracle.run(
      "tar", ["--format=gnu", "--no-recursion", "-cf", "-", "--verbatim-files-from", "-T", "-"],
      input: Data(paths.map { $0 + "\n" }.joined().utf8), in: folder)
    try #require(made.status == 0, "\(made.standardError)")
    return Array(made.standardOutput)
  }
}
