internal import AutoTagFiles
internal import AutoTagTracking
internal import SystemPackage

extension Fault {
  /// A system call that failed, with what to do about it: `reading the page failed: Permission denied; run as …`.
  static func failed(_ attempt: Attempt, _ error: Errno) -> Fault {
    let remedy =
      switch error {
      case .noSpace, .diskQuotaExceeded: "; make room and run again"
      case .permissionDenied, .notPermitted, .readOnlyFileSystem:
        "; run as a user who may, or change its permissions"
      case .noSuchFileOrDirectory: "; it was there a moment ago, run again"
      case .tooManyOpenFiles, .tooManyOpenFilesInSystem: "; raise the limit on open files (ulimit -n)"
      default: ""
      }
    return failed(attempt, because: error.description + remedy)
  }

  static func failed(_ attempt: Attempt, _ error: WholeFileError) -> Fault {
    switch error {
    case .system(let error): failed(attempt, error)
    case .tooLarge, .notRegular: failed(attempt, because: error.description)
    }
  }
}
