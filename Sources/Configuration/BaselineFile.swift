package import AutoTagBaseline
internal import AutoTagFiles

extension Baseline {
  /// Reads a baseline file.
  /// - Parameter path: relative to this process's folder.
  package static func read(_ path: String, of kind: Kind) throws(BaselineError) -> Baseline {
    let bytes = try WholeFile.read(path, limit: WholeFile.dataLimit) { error in
      BaselineError(
        file: path, "the baseline cannot be read: \(error.description); write it with --write-baseline")
    }
    return try Baseline(bytes, file: path, of: kind)
  }
}
