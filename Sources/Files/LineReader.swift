package import SystemPackage

/// Reads a file's lines from any offset.
package struct LineReader {
  package let file: FileDescriptor
  /// The most bytes of a line.
  package let limit: Int
  private var buffer: [UInt8]
  /// The bytes of the file that are in the buffer.
  private var held = 0..<0
  /// The offset of the next line.
  package var offset = 0

  package init(file: FileDescriptor, limit: Int, chunk: Int = 1 << 18) {
    (self.file, self.limit) = (file, limit)
    buffer = [UInt8](repeating: 0, count: chunk)
  }

  /// Returns the next line without its end; `nil` at the end of the file, and for a line that is too long or not read.
  package mutating func next() -> [UInt8]? {
    var line: [UInt8] = []
    var position = offset
    while true {
      if !held.contains(position) {
        guard let count = try? FileSystem.readSome(file, at: position, into: &buffer) else { return nil }
        held = position..<(position + count)
        if count == 0 {
          offset = position
          return line.isEmpty ? nil : line
        }
      }
      let rest = buffer[(position - held.lowerBound)..<held.count]
      if let end = rest.firstIndex(of: 0x0A) {
        line += rest[..<end]
        offset = held.lowerBound + end + 1
        return line
      }
      line += rest
      guard line.count <= limit else { return nil }
      position = held.upperBound
    }
  }
}
