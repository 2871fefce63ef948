/// The parts of a site whose results are put together.
package enum Shards {
  /// The result of a part.
  package struct Part {
    let path: String
    /// `nil` for the files of a stream.
    let shard: SiteShard?
    /// The texts that all parts of one run have in common.
    let run: [String]

    package init(path: String, shard: SiteShard?, run: [String]) {
      (self.path, self.shard, self.run) = (path, shard, run)
    }

    fileprivate var name: String { "\(path) (\(shard.map { "part \($0.text)" } ?? "a stream"))" }
  }

  /// Checks that all parts of one site are there, each once; of streams, that they are of one run.
  /// - Throws: `SiteError` that names the files, or the parts that are missing.
  package static func check(_ parts: [Part]) throws(SiteError) {
    guard let first = parts.first else { return }
    var paths: [Int: String] = [:]
    for part in parts {
      guard part.shard?.count == first.shard?.count, part.run == first.run else {
        throw SiteError(
          "\(part.name) and \(first.name) are parts of different runs: "
            + "give all parts the same version, facts, settings and number of parts")
      }
      guard let shard = part.shard else { continue }
      if let other = paths.updateValue(part.path, forKey: shard.number) {
        throw SiteError("\(other) and \(part.path) are both of part \(shard.text): give one of them")
      }
    }
    guard let count = first.shard?.count, paths.count < count else { return }
    let missing = (1...count).lazy.filter { paths[$0] == nil }.prefix(11).map(String.init)
    throw SiteError(
      "of \(count) parts \(count - paths.count) are missing: "
        + missing.prefix(10).joined(separator: ", ") + (missing.count > 10 ? " …" : ""))
  }

  /// Returns what all parts say: each thing as often as the part has it that has it most often, in the order of the parts.
  /// - Parameter key: tells what is the same.
  package static func union<Item, Key: Hashable>(_ parts: [[Item]], by key: (Item) -> Key) -> [Item] {
    var result: [Item] = []
    var counts: [Key: Int] = [:]
    for part in parts {
      var own: [Key: Int] = [:]
      for item in part {
        let key = key(item)
        own[key, default: 0] += 1
        guard own[key, default: 0] > counts[key, default: 0] else { continue }
        counts[key, default: 0] += 1
        result.append(item)
      }
    }
    return result
  }
}
