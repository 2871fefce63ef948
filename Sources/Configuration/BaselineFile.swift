package import AutoTagBaseline
internal import AutoTagFiles

extension Baseline {
  /// Reads a baseline file.
  /// - Parameter path: relative to this process's folder.
  package static func read(_ path: String, of kind: Kind) throws(BaselineError) -> Baseline {
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
    } catch {
      throw BaselineError(
        file: path, "the baseline cannot be read: \(error.description); write it with --write-baseline")
    }
    return try Baseline(bytes, file: path, of: kind)
  }
}
