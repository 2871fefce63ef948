internal import SystemPackage

/// The reason why a source's bytes cannot be had.
enum SourceFailure: Error {
  case system(Errno)
  case outOfMemory
  /// It begins as gzip does, and is damaged or cut off.
  case brokenGzip
  /// It has a line, or a JSON text, of more bytes than this.
  case tooLarge(limit: Int)

  /// The words that follow “cannot be read:”.
  var description: String {
    switch self {
    case .system(.isDirectory):
      "it is a folder: name the files in it, or say --site for the site's folder"
    case .system(let error): error.description
    case .outOfMemory: "there is not enough memory"
    case .brokenGzip: "its compressed data are damaged or cut off: fetch the file again"
    case .tooLarge(let limit): "a part of it that has to be read at once has more than \(limit) bytes"
    }
  }
}
