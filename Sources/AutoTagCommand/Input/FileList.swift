internal import ArgumentParser
package import AutoTagFiles

/// A list of file names, as `git diff -z --name-only` and `find -print0` write it, or with a name on each line.
package enum FileList {
  /// Splits at NULs where there are any, else at line ends, LF or CR LF; a byte-order mark in front of lines is none of a
  /// name's. A name that holds a line end needs the NULs.
  package static func names(in bytes: [UInt8]) -> [FileName] {
    guard !bytes.contains(0) else { return bytes.split(separator: 0).map { FileName($0) } }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    return bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0).split(separator: UInt8(ascii: "\n"))
      .map { $0.last == UInt8(ascii: "\r") ? $0.dropLast() : $0 }.filter { !$0.isEmpty }.map { FileName($0) }
  }

  /// - Parameter path: a file, or `-` for standard input.
  static func read(_ path: String) throws(CommandFailure) -> [FileName] {
    do throws(WholeFileError) {
      let bytes =
        path == "-"
        ? try WholeFile.readStandardInput(limit: WholeFile.dataLimit)
        : try WholeFile.read(path, limit: WholeFile.dataLimit)
      return names(in: bytes)
    } catch {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message:
          "the list of files \(path == "-" ? "on standard input" : path) cannot be read: \(error.description)"
      )
    }
  }
}
