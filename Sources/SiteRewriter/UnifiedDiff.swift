/// The change of one page in the form that `patch` and `git apply` read.
public enum UnifiedDiff {
  /// - Parameters:
  ///   - file: the page's path relative to the site's root, with `/`.
  ///   - page: the page as it was.
  ///   - edits: what `PageRewriter` makes of it.
  public static func of(file: String, page: [UInt8], edits: [PageRewriter.Edit]) -> [UInt8] {
    []
  }
}
