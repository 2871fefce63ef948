/// The pages that were done with before the site's redirects were known: they hold no link that could be a tracking
/// group's without one. Where no redirect leads to a group, they need not be read again.
///
/// A batch of the walk takes the same few bytes whatever its names: its number, a digest of its names, a bit for each
/// file. If the site changes meanwhile and a batch is another one than it was, its files are simply read.
struct SettledPages: Sendable {
  private struct Batch: Sendable {
    var digest = 0
    /// A bit for each file, from the first one on.
    var files: UInt32 = 0
    /// What the settled files have together.
    var bytes = 0
  }

  private var batches: [Batch] = []

  /// - Parameters:
  ///   - files: of each file of the batch, in order, how many bytes it has if it is settled.
  mutating func note(_ files: [Int?], of batch: FileBatch) {
    while batches.count <= batch.number { batches.append(Batch()) }
    var noted = Batch(digest: Self.digest(batch))
    for (place, size) in files.enumerated() {
      guard let size else { continue }
      noted.files |= 1 << UInt32(place)
      noted.bytes += size
    }
    batches[batch.number] = noted
  }

  /// Takes the settled files out of a batch.
  /// - Returns: how many they are and how many bytes they have.
  func remove(from batch: inout FileBatch) -> (pages: Int, bytes: Int) {
    guard batch.number < batches.count else { return (0, 0) }
    let noted = batches[batch.number]
    guard noted.files != 0, noted.digest == Self.digest(batch) else { return (0, 0) }
    batch.files = batch.files.enumerated().filter { noted.files >> UInt32($0.offset) & 1 == 0 }.map(\.element)
    return (noted.files.nonzeroBitCount, noted.bytes)
  }

  private static func digest(_ batch: FileBatch) -> Int {
    var hasher = Hasher()
    hasher.combine(batch.folder.path)
    for file in batch.files { hasher.combine(file.name) }
    return hasher.finalize()
  }
}
