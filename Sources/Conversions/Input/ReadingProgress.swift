internal import AutoTagFiles

/// The state of reading sources.
package struct ReadingProgress: Sendable, Equatable {
  package enum Stage: Sendable {
    case reading
    /// All is read: the rules are applied, and the sums made.
    case counting
    /// Reports are written.
    case reporting
  }

  package var stage = Stage.reading
  /// The bytes that were read; of a compressed file those of the file itself.
  package var bytes = 0
  /// The bytes of all sources; `nil` where one of them is no file.
  package var total: Int?
  package var finishedFiles = 0
  package var files: Int

  package init(files: Int, total: Int? = nil) { (self.files, self.total) = (files, total) }
}

/// Counts what is read, and tells of it.
package final class ReadingMeter {
  private var progress: ReadingProgress
  private let tell: (ReadingProgress) -> Void

  /// - Parameter tell: called for each piece that is read, of some kilobytes.
  package init(_ inputs: [ConversionInput], tell: @escaping (ReadingProgress) -> Void) {
    var total: Int? = 0
    for input in inputs {
      let size = Self.size(of: input)
      // Sizes are the system's, and too few to overflow but for sparse files of exabytes.
      total = total.flatMap { all in
        size.flatMap { all.addingReportingOverflow($0).overflow ? nil : all + $0 }
      }
    }
    progress = ReadingProgress(files: inputs.count, total: total)
    self.tell = tell
  }

  /// The bytes of a source; `nil` where it is no file that ends. Nothing is opened: a pipe's writer would notice.
  private static func size(of input: ConversionInput) -> Int? {
    if let contents = input.contents { return contents.count }
    guard input.path != "-", let path = try? FileSystem.realPath(input.path),
      let status = try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder),
      status.kind == .file
    else { return nil }
    return status.size
  }

  func add(bytes: Int) {
    progress.bytes += bytes
    tell(progress)
  }

  func finishFile() {
    progress.finishedFiles += 1
    tell(progress)
  }

  package func begin(_ stage: ReadingProgress.Stage) {
    progress.stage = stage
    tell(progress)
  }
}
