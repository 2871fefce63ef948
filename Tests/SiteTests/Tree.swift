import Foundation
import Testing

/// The content of a folder, for comparison: each path with what it names.
enum Tree {
  enum Node: Equatable, CustomStringConvertible {
    case folder
    case link(String)
    case file(Data)

    var description: String {
      switch self {
      case .folder: "folder"
      case .link(let target): "link to \(target)"
      case .file(let data): "\(data.count) bytes"
      }
    }
  }

  static func of(_ folder: URL) throws -> [String: Node] {
    var nodes: [String: Node] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let full = folder.appending(path: path).path
      let attributes = try FileManager.default.attributesOfItem(atPath: full)
      switch attributes[.type] as? FileAttributeType {
      case .typeDirectory: nodes[path] = .folder
      case .typeSymbolicLink:
        nodes[path] = .link(try FileManager.default.destinationOfSymbolicLink(atPath: full))
      default: nodes[path] = .file(try Data(contentsOf: URL(filePath: full)))
      }
    }
    return nodes
  }

  /// Records each path at which two trees differ.
  static func expectEqual(
    _ found: [String: Node], _ expected: [String: Node], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for path in Set(found.keys).union(expected.keys).sorted() where found[path] != expected[path] {
      Issue.record(
        "\(path): \(found[path]?.description ?? "nothing"), not \(expected[path]?.description ?? "nothing")",
        sourceLocation: sourceLocation)
    }
  }
}
