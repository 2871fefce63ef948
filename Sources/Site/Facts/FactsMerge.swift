internal import AutoTagFiles
internal import SystemPackage

/// Puts the facts of several parts of a site together: the sorted union of their lines.
package enum FactsMerge {
  /// - Parameters:
  ///   - paths: the facts, in any order; they make the same file.
  ///   - output: the file, which is replaced.
  /// - Returns: the hash of the whole.
  /// - Throws: `SiteError` for a file that is cut off or no facts, and where two files differ in what they say of the same.
  package static func merge(_ paths: [String], to output: String) throws(SiteError) -> String {
    var parts: [Part] = []
    defer { for part in parts { part.close() } }
    for path in paths { parts.append(try Part(path)) }
    let file = try FactsWriter(output)
    while let key = parts.compactMap(\.key).min() {
      var written: (line: [UInt8], path: String)?
      for index in parts.indices where parts[index].key == key {
        let (line, path) = (parts[index].line, parts[index].path)
        if let written, written.line != line { throw difference(key, path, written.path) }
        if written == nil {
          file.write(line)
          written = (line, path)
        }
        try parts[index].next()
      }
    }
    return try file.finish()
  }

  private static func difference(_ key: FactLine.Key, _ path: String, _ other: String) -> SiteError {
    if key.kind == .head {
      return SiteError(
        "\(path) and \(other) are of different versions or settings: scan all parts with the same")
    }
    return SiteError(
      "\(path) and \(other) differ in \(key.parts.first ?? "the \(key.kind.rawValue)"): the site was changed in "
        + "between; scan its parts again")
  }

  /// A facts file, line by line.
  private struct Part {
    let path: String
    private let file: FileDescriptor
    private let end: Int
    private var reader: LineReader
    private(set) var line: [UInt8] = []
    /// The key of the line; `nil` behind the last.
    private(set) var key: FactLine.Key?

    init(_ path: String) throws(SiteError) {
      self.path = path
      (file, end) = try FactsFile.open(path)
      reader = LineReader(file: file, limit: FactReader.longestLine)
      try next()
      guard key?.kind == .head else { throw SiteError("\(path): its first line is no head of facts") }
    }

    mutating func next() throws(SiteError) {
      let before = key
      guard reader.offset < end, let next = reader.next() else {
        key = nil
        return
      }
      guard let found = FactReader.key(of: next) else {
        throw SiteError("\(path): the line at byte \(reader.offset - next.count - 1) is none of a facts file")
      }
      if let before, !(before < found) {
        throw SiteError(
          "\(path) is not sorted at “\(found.parts.first ?? found.kind.rawValue)”: write it anew")
      }
      (line, key) = (next, found)
    }

    func close() { try? file.close() }
  }
}
