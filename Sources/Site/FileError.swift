internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

/// Why one file or folder could not be handled; the others are.
struct FileError: Error {
  let code: String
  /// What is wrong and what to do about it.
  let message: String

  init(_ code: String, _ message: String) {
    self.code = code
    self.message = message
  }

  /// A system call's error, with what it was for: `reading the page failed: Permission denied`.
  init(_ code: String, _ what: String, _ error: Errno) {
    var message = "\(what) failed: \(error.description)"
    switch error {
    case .noSpace, .diskQuotaExceeded: message += "; make room and run again"
    case .permissionDenied, .notPermitted, .readOnlyFileSystem:
      message += "; run as a user who may, or change its permissions"
    case .noSuchFileOrDirectory: message += "; it was there a moment ago, run again"
    case .tooManyOpenFiles, .tooManyOpenFilesInSystem:
      message += "; raise the limit on open files (ulimit -n)"
    default: break
    }
    self.init(code, message)
  }

  init(_ code: String, _ what: String, _ error: WholeFileError) {
    switch error {
    case .system(let error): self.init(code, what, error)
    case .tooLarge, .notRegular: self.init(code, "\(what) failed: \(error.description)")
    }
  }
}

extension Problem {
  /// A file that could not be handled.
  init(_ file: String, _ error: FileError) {
    self.init(.failure, file: file, code: error.code, message: error.message)
  }
}
