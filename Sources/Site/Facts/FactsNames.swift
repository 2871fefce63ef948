internal import AutoTagFiles
internal import Synchronization
internal import SystemPackage

/// The names of files in a facts file, looked up by binary search where they stand, since there may be a billion of them.
/// The lines that every search looks at first are kept.
final class FactsNames: Sendable {
  /// A line with a name.
  private struct Line {
    let name: String
    /// The offset behind it.
    let end: Int
  }

  private let file: FileDescriptor
  /// The bytes of the lines.
  private let range: Range<Int>
  /// The lines at the first steps of searches, by the offset at or behind which they begin.
  private let known = Mutex<[Int: Line]>([:])

  /// Steps of a search whose lines are kept: at most 8,191 lines.
  private static let keptSteps = 13
  /// Bytes that are read for a step: two lines, of the usual length.
  private static let chunk = 512

  /// - Parameter file: it stays open for as long as names are looked up.
  init(_ file: FileDescriptor, _ range: Range<Int>) {
    (self.file, self.range) = (file, range)
  }

  func contains(_ name: String) -> Bool {
    var (low, high) = (range.lowerBound, range.upperBound)
    var lines = LineReader(file: file, limit: FactReader.longestLine, chunk: Self.chunk)
    var step = 0
    while low < high {
      let middle = low + (high - low) / 2
      guard let line = line(at: middle, &lines, isKept: step < Self.keptSteps), line.end <= range.upperBound
      else {
        high = middle
        continue
      }
      if line.name == name { return true }
      if line.name.utf8.lexicographicallyPrecedes(name.utf8) {
        low = line.end
      } else {
        high = middle
      }
      step += 1
    }
    return false
  }

  /// Returns the first line that begins at or behind an offset; `nil` where there is none with a name.
  private func line(at offset: Int, _ lines: inout LineReader, isKept: Bool) -> Line? {
    if isKept, let line = known.withLock({ $0[offset] }) { return line }
    lines.offset = offset
    if offset > range.lowerBound {
      lines.offset = offset - 1
      guard lines.next() != nil else { return nil }
    }
    guard lines.offset < range.upperBound, let bytes = lines.next(),
      let name = FactReader.fileName(of: bytes)
    else { return nil }
    let line = Line(name: name, end: lines.offset)
    if isKept { known.withLock { $0[offset] = line } }
    return line
  }
}
