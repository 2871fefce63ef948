internal import AutoTagFiles

/// The names of files that hold a page in compressed form, for servers that send it so.
enum CompressedName {
  static let endings = [".gz", ".br", ".zst"].map { Array($0.utf8) }

  /// Returns the name of the page; `nil` for a name without such an ending.
  static func page(of name: FileName) -> FileName? {
    // Hardly any name ends in one of these letters.
    guard let last = name.bytes.last, "zrt".utf8.contains(last) else { return nil }
    for ending in endings where name.hasEnding(ending) {
      return FileName(name.bytes.dropLast(ending.count))
    }
    return nil
  }
}
