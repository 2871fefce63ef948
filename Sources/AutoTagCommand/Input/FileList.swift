internal import ArgumentParser
package import AutoTagFiles

/// A list of file names, as `git diff -z --name-only` and `find -print0` write it, or with a name on each line.
package enum FileList {
  /// Splits at NULs where there are any, else at line ends. A name that holds a line end needs the NULs.
  package static func names(in bytes: [UInt8]) -> [FileName] {
    let separator = bytes.contains(0) ? 0 : UInt8(ascii: "\n")
    return bytes.split(separator: separator).map { FileName($0) }
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
