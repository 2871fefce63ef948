/// The lines that findings about other lines name.
struct RelatedLines {
  /// The line that a twin is one of, by the twin's index.
  var twins: [Int: Int]
  /// The line that one with other values is compared with, by its index.
  var changes: [Int: Int]
}
