internal import AutoTagTracking

/// The words about a key that a mapping of the configuration does not have.
enum UnknownKey {
  /// Returns what was meant by a key, to be read behind “unknown key “x”: ”.
  /// - Parameters:
  ///   - name: the mapping in messages.
  ///   - keys: those that it has.
  static func advice(_ key: String, in name: String, _ keys: [String]) -> String {
    let word = key.lowercased().replacing("_", with: "-")
    if !keys.contains(word) {
      // Names alone are too general to say where they belong.
      let places = word == "name" ? [] : places(of: word)
      if !places.isEmpty { return "it belongs \(places.joined(separator: " or "))" }
      if let meant = meanings.first(where: { $0.words.contains(word) })?.key {
        if keys.contains(meant) { return "did you mean “\(meant)”?" }
        return "it is called “\(meant)” and belongs \(Self.places(of: meant).joined(separator: " or "))"
      }
      if let option = options[word] {
        return "it is no setting of the file but an option of the command line: \(option)"
      }
    }
    if let nearest = NearestName.of(key, among: keys) { return "did you mean “\(nearest)”?" }
    return "\(name) knows \(keys.joined(separator: ", "))"
  }

  private static func places(of key: String) -> [String] {
    KnownKeys.all.filter { $0.keys.contains(key) }.compactMap(\.place)
  }

  /// Keys by the names that other tools have for them.
  private static let meanings: [(words: [String], key: String)] = [
    (["time-zone", "tz", "zone"], "timezone"),
    (["url", "site-url", "root-url", "host", "domain", "siteurl", "address"], "base-url"),
    (
      ["dist", "dest", "destination", "out", "out-dir", "outdir", "output-dir", "target", "copy"], "output"
    ),
    (
      ["root", "folder", "dir", "directory", "public", "src", "source", "input", "site-dir", "site-root"],
      "site"
    ),
    (["skip", "exclude-paths", "ignored", "ignore-files"], "exclude"),
    (["globs", "pages", "only", "patterns"], "include"),
    (["checks", "severities", "levels"], "rules"),
    (["severity", "level", "min-severity", "fail", "strict"], "fail-on"),
    (["networks", "tracking-groups", "trackers"], "groups"),
  ]

  /// Options of the command line that have no key.
  private static let options: [String: String] = {
    let ofRewrite = [
      "prune", "hard-links", "in-place", "dry-run", "diff", "untag", "compare",
    ]
    let ofAudit = ["report", "inventory", "list-rules", "write-baseline"]
    let ofAll = [
      "jobs", "format", "quiet", "verbose", "color", "facts", "shard", "allow-empty", "files-from",
    ]
    var options: [String: String] = [:]
    for name in ofRewrite { options[name] = "autotag rewrite --\(name)" }
    for name in ofAudit { options[name] = "autotag audit --\(name)" }
    for name in ofAll { options[name] = "--\(name)" }
    options["colour"] = "--color"
    options["check"] = "autotag audit, or autotag rewrite --dry-run"
    return options
  }()
}
