internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// The pages that wait until the redirects of the site are known, by name, in the order of the tree.
struct DeferredPages: Sendable {
  private struct Batch: Sendable {
    let number: Int
    let folder: [FileName]
    let files: [SiteFile]
  }

  /// The most names that are kept; where more pages remain, a second walk costs less than remembering them.
  static let limit = 1 << 16

  private var batches: [Batch] = []
  private(set) var count = 0

  /// True if all that remains is here.
  var isComplete: Bool { count <= Self.limit }

  /// Called by one thread at a time.
  mutating func note(_ files: [SiteFile], of batch: FileBatch) {
    guard !files.isEmpty, isComplete else { return }
    count += files.count
    if isComplete {
      batches.append(Batch(number: batch.number, folder: batch.folder.path, files: files))
    } else {
      batches = []
    }
  }

  /// Opens the pages' folders again, one after the other.
  /// - Parameters:
  ///   - tree: the tree that was walked.
  ///   - root: the site's root, open.
  ///   - report: given each folder that could not be opened.
  ///   - emit: given all pages, batch by batch; may wait.
  func visit(
    _ tree: SiteTree, root: SiteFolder, report: (_ file: String, Fault) -> Void, emit: (FileBatch) -> Void
  ) {
    // The folders from the root to the last one, most of which the next one shares.
    var way = [root]
    for (number, batch) in batches.sorted(by: { $0.number < $1.number }).enumerated() {
      while way.count > 1, !batch.folder.starts(with: way[way.count - 1].path) { way.removeLast() }
      do throws(Fault) {
        for name in batch.folder[(way.count - 1)...] {
          way.append(try tree.open(name, in: way[way.count - 1]))
        }
      } catch {
        // The batch's number is still to be given.
        report(FileName.displayPath(batch.folder), error)
        emit(FileBatch(number: number, folder: way[way.count - 1], files: []))
        continue
      }
      emit(FileBatch(number: number, folder: way[way.count - 1], files: batch.files))
    }
  }
}
