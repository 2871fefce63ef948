internal import AutoTagFiles
internal import SystemPackage

/// A folder of the site, open as long as one of its files is worked on, with its counterpart in the output.
final class SiteFolder: Sendable {
  /// The names from the root on.
  let path: [FileName]
  let source: FileDescriptor
  /// `nil` where nothing is written to an output tree.
  let output: FileDescriptor?
  /// This run made the output's folder: nothing is in it but what the run puts there.
  let isOutputNew: Bool

  init(path: [FileName], source: FileDescriptor, output: FileDescriptor?, isOutputNew: Bool = false) {
    self.path = path
    self.source = source
    self.output = output
    self.isOutputNew = isOutputNew
  }

  deinit {
    try? source.close()
    try? output?.close()
  }

  /// The path of one of its files as `PathText` has it, with `/`.
  func displayPath(_ name: FileName) -> String {
    FileName.displayPath(path + [name])
  }

  /// The path of one of its files, byte for byte.
  func pathBytes(_ name: FileName) -> [UInt8] {
    Array((path + [name]).map(\.bytes).joined(separator: "/".utf8))
  }

  var displayPath: String { path.isEmpty ? "." : FileName.displayPath(path) }
}

/// A file of the site, with its role.
struct SiteFile: Sendable {
  enum Role: Sendable {
    /// A page, with its siblings that hold the same in compressed form.
    case page(compressed: [FileName])
    /// Anything else. `isExcluded`: the configuration says to leave it alone.
    case asset(isExcluded: Bool = false)
    case link
    /// A device, a socket, a pipe.
    case special
  }

  let name: FileName
  let role: Role

  var isPage: Bool {
    if case .page = role { true } else { false }
  }
}

/// Files of one folder, for one worker.
struct FileBatch: Sendable {
  /// Counts from 0 without a gap, in the order of the tree.
  let number: Int
  let folder: SiteFolder
  var files: [SiteFile]

  /// The most files of a batch.
  static let limit = 32
  /// The most batches between the walk and the workers, so that memory does not grow with the site.
  static let mostQueued = 64
}
