package import AutoTagSite
import SystemPackage

/// The ends of a stream in memory.
package final class Feed {
  private var rest: ArraySlice<UInt8>
  private let step: Int
  package private(set) var written: [UInt8] = []
  /// The number of bytes that were written when each read began.
  package private(set) var writtenBeforeReads: [Int] = []

  /// - Parameter step: the most bytes that a read gets.
  package init(_ bytes: [UInt8], step: Int = .max) { (rest, self.step) = (bytes[...], step) }

  package var input: StreamInput {
    StreamInput { (buffer) throws(Errno) in
      self.writtenBeforeReads.append(self.written.count)
      let piece = self.rest.prefix(min(self.step, buffer.count))
      buffer.replaceSubrange(0..<piece.count, with: piece)
      self.rest = self.rest.dropFirst(piece.count)
      return piece.count
    }
  }

  package var output: StreamOutput {
    StreamOutput { (bytes, range) throws(Errno) in self.written += bytes[range] }
  }
}
