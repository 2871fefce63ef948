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
    try checkShards(parts)
    // A part that has no names is of files without a redirect: what rules of other parts ask for may be among them.
    if let named = parts.first(where: \.hasNames), let nameless = parts.first(where: { !$0.hasNames }) {
      throw SiteError(
        "\(nameless.path) lacks the names of its files, for which a rule in \(named.path) may ask: scan all parts with "
          + "--shard, or those of a stream with --names")
    }
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

  /// Checks that of a site that was scanned with `--shard` all parts are there. One that is there twice says the same.
  private static func checkShards(_ parts: [Part]) throws(SiteError) {
    guard let part = parts.first(where: { $0.shard != nil }), let shard = part.shard else { return }
    if let whole = parts.first(where: { $0.shard == nil }) {
      throw SiteError(
        "\(part.path) is of part \(shard.text) of a site, and \(whole.path) of no part: give the facts of all parts"
      )
    }
    var seen: Set<SiteShard> = []
    let different = parts.filter { $0.shard.map { seen.insert($0).inserted } ?? true }
    try Shards.check(different.map { Shards.Part(path: $0.path, shard: $0.shard, run: []) })
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
    /// True if the names of the part's files are among its lines.
    private(set) var hasNames = false
    /// The part of the site; `nil` for the whole, and for files of a stream.
    private(set) var shard: SiteShard?

    init(_ path: String) throws(SiteError) {
      self.path = path
      (file, end) = try FactsFile.open(path)
      reader = LineReader(file: file, limit: FactReader.longestLine)
      try next()
      guard key?.kind == .head, var head = try? FactReader.head(of: line) else {
        throw SiteError("\(path): its first line is no head of facts")
      }
      hasNames = FactReader.isTrue("names", of: line)
      // All parts together are the whole.
      shard = head.shard
      head.shard = nil
      line = FactLine(head, hasNames: hasNames).bytes
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
