internal import AutoTagFiles
internal import SystemPackage

/// Reads a page into a worker's buffer.
enum PageFile {
  static let special = FileError(
    "special-file", "this is a device, a pipe or a socket, which is not copied: move it out of the site")

  /// A page that is larger is not read: its size alone is told.
  static let largest = PageRewriter.largestPage

  /// - Returns: what the file is, and its size; as many bytes of `buffer` are the page's.
  static func read(
    _ name: FileName, in folder: SiteFolder, into buffer: inout [UInt8]
  ) throws(FileError) -> (FileSystem.Status, size: Int) {
    let status: FileSystem.Status
    var size = 0
    do throws(Errno) {
      let file = try FileSystem.open(name, in: folder.source)
      defer { try? file.close() }
      status = try FileSystem.status(of: file)
      size = status.size
      if status.kind != .other, size <= largest {
        size = try FileSystem.readAll(file, expectedSize: size, limit: largest, into: &buffer)
      }
    } catch {
      throw FileError("unreadable-page", "reading the page", error)
    }
    // It was a file when its folder was listed; a pipe without a writer would be an empty page.
    guard status.kind != .other else { throw special }
    return (status, size)
  }

  static func tooLarge(_ size: Int) -> FileError {
    FileError(
      "page-too-large", "the page has \(size) bytes, more than the 2 GiB a page may have: exclude it")
  }
}
