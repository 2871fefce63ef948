/// The parts of a site whose results are put together.
package enum Shards {
  /// The result of a part.
  package struct Part {
    let path: String
    let shard: SiteShard
    /// The texts that all parts of one run have in common.
    let run: [String]

    package init(path: String, shard: SiteShard, run: [String]) {
      (self.path, self.shard, self.run) = (path, shard, run)
    }
  }

  /// Checks that all parts of one site are there, each once.
  /// - Throws: `SiteError` that names the files, or the parts that are missing.
  package static func check(_ parts: [Part]) throws(SiteError) {
    guard let first = parts.first else { return }
    var paths: [Int: String] = [:]
    for part in parts {
      guard part.shard.count == first.shard.count, part.run == first.run else {
        throw SiteError(
          "\(part.path) (part \(part.shard.text)) and \(first.path) (part \(first.shard.text)) are parts of different runs: "
            + "give all parts the same version, facts, settings and number of parts")
      }
      if let other = paths.updateValue(part.path, forKey: part.shard.number) {
        throw SiteError("\(other) and \(part.path) are both of part \(part.shard.text): give one of them")
      }
    }
    guard paths.count < first.shard.count else { return }
    let missing = (1...first.shard.count).lazy.filter { paths[$0] == nil }.prefix(11).map(String.init)
    throw SiteError(
      "of \(first.shard.count) parts \(first.shard.count - paths.count) are missing: "
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
