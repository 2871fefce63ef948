internal import AutoTagFiles

/// The files of an output folder that pruning removes, as the site does not have them.
package struct PrunedFiles: Sendable, Equatable {
  package private(set) var count = 0
  /// The first of what is removed, relative to the output folder; a folder, which goes with all its files, ends in a
  /// slash.
  package private(set) var names: [String] = []

  private static let mostNames = 1000

  package init() {}

  /// - Parameters:
  ///   - files: the number of files that go: of a folder all in it.
  ///   - path: the names from the output folder on.
  mutating func add(_ files: Int, at path: [FileName], isFolder: Bool) {
    count += files
    guard files > 0, names.count < Self.mostNames else { return }
    names.append(FileName.displayPath(path) + (isFolder ? "/" : ""))
  }

  package mutating func add(_ other: PrunedFiles) {
    count += other.count
    names += other.names.prefix(Self.mostNames - names.count)
  }

  /// The same, its names in their order.
  var sorted: PrunedFiles {
    var sorted = self
    sorted.names.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return sorted
  }
}
