internal import AutoTagFiles
internal import SystemPackage

/// The bytes of a file, a pipe or standard input, piece by piece, decompressed where they are gzip's.
final class ByteSource {
  /// The bytes of a compressed file that are read at once.
  private static let pieceSize = 1 << 16

  /// `nil` where the bytes are in memory.
  private let file: FileDescriptor?
  /// Bytes that were read and not given out yet; of a compressed file all of them pass through here.
  private var piece: [UInt8]
  private var start = 0
  private var end = 0
  private var isAtEnd = false
  private let inflater: GzipInflater?
  private let meter: ReadingMeter?
  /// That of all bytes that were given out.
  private(set) var digest = ContentDigest()

  /// Opens a source and reads its beginning, which tells gzip.
  /// - Parameter meter: told of what is read; `nil` where nobody wants to know.
  init(_ input: ConversionInput, _ meter: ReadingMeter? = nil) throws(SourceFailure) {
    self.meter = meter
    if let contents = input.contents {
      (file, piece, end, isAtEnd) = (nil, contents, contents.count, true)
    } else {
      let file: FileDescriptor
      piece = [UInt8](repeating: 0, count: Self.pieceSize)
      do throws(Errno) {
        file = try Self.open(input.path)
        self.file = file
      } catch {
        throw .system(error)
      }
      do throws(Errno) {
        // A pipe may give the two bytes one by one.
        while end < 2, !isAtEnd {
          let count = try FileSystem.readSome(file, into: &piece, from: end)
          isAtEnd = count == 0
          end += count
        }
      } catch {
        Self.close(file)
        throw .system(error)
      }
    }
    meter?.add(bytes: end)
    if end >= 2, piece[0] == 0x1F, piece[1] == 0x8B {
      guard let made = GzipInflater() else {
        if let file { Self.close(file) }
        throw .outOfMemory
      }
      inflater = made
    } else {
      inflater = nil
    }
  }

  private static func open(_ path: String) throws(Errno) -> FileDescriptor {
    guard path != "-" else { return FileDescriptor(rawValue: 0) }
    let file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: [])
    do throws(Errno) {
      if try FileSystem.status(of: file).kind == .folder { throw .isDirectory }
      return file
    } catch {
      close(file)
      throw error
    }
  }

  private static func close(_ file: FileDescriptor) {
    if file.rawValue != 0 { try? file.close() }
  }

  deinit { if let file { Self.close(file) } }

  /// Reads more into a buffer from an index on, which has room behind it.
  /// - Returns: the number of bytes; 0 at the end.
  func read(into buffer: inout [UInt8], from index: Int) throws(SourceFailure) -> Int {
    let count = try readContent(into: &buffer, from: index)
    digest.add(buffer.span, index..<index + count)
    return count
  }

  private func readContent(into buffer: inout [UInt8], from index: Int) throws(SourceFailure) -> Int {
    guard let inflater else { return try readPlain(into: &buffer, from: index) }
    while true {
      if start == end, !isAtEnd {
        start = 0
        end = try readFile(into: &piece, from: 0)
        isAtEnd = end == 0
      }
      let (used, made) = try inflater.inflate(
        piece, start..<end, isAtEnd: isAtEnd, into: &buffer, from: index)
      start += used
      if made > 0 || inflater.isOver && isAtEnd && start == end { return made }
    }
  }

  private func readPlain(into buffer: inout [UInt8], from index: Int) throws(SourceFailure) -> Int {
    if start < end {
      let count = min(end - start, buffer.count - index)
      buffer.replaceSubrange(index..<index + count, with: piece[start..<start + count])
      start += count
      if start == end { piece = [] }
      return count
    }
    return isAtEnd ? 0 : try readFile(into: &buffer, from: index)
  }

  private func readFile(into buffer: inout [UInt8], from index: Int) throws(SourceFailure) -> Int {
    guard let file else { return 0 }
    do throws(Errno) {
      let count = try FileSystem.readSome(file, into: &buffer, from: index)
      meter?.add(bytes: count)
      return count
    } catch {
      throw .system(error)
    }
  }
}
