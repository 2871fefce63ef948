internal import AutoTagFiles
package import AutoTagTracking

/// Files of a site that are no pages by its globs and hold addresses of tracking groups all the same: nobody looks at their
/// links. They are counted by the ending of their names; of each kind the first few are named, so that memory does not grow
/// with the site.
package struct UnreadFiles: Sendable, Equatable {
  package struct Kind: Sendable, Equatable {
    package internal(set) var count = 0
    /// The first in alphabetical order.
    package internal(set) var first: [String] = []

    fileprivate mutating func add(_ other: Kind) {
      count += other.count
      first = Array((first + other.first).sorted().prefix(UnreadFiles.mostNamed))
    }
  }

  /// By the ending in lower case, without a dot; files without one are under an empty text.
  package private(set) var kinds: [String: Kind] = [:]

  private static let mostNamed = 3
  /// More endings than a site can mean; the files of others count as those without an ending.
  private static let mostKinds = 64
  private static let longestEnding = 12

  package init() {}

  package var count: Int { kinds.values.reduce(0) { $0 + $1.count } }

  /// “.php, .json, no ending”; empty where there is no file.
  package var endings: String {
    kinds.keys.sorted().map { $0.isEmpty ? "no ending" : ".\($0)" }.joined(separator: ", ")
  }

  /// Adds files of one ending.
  /// - Parameter first: the first of them in alphabetical order, as many as are kept or fewer.
  package mutating func add(_ count: Int, endingIn ending: String, first: [String]) {
    add(Kind(count: count, first: first), ending)
  }

  /// - Parameter file: its path relative to the site's root, with `/`.
  mutating func note(_ name: FileName, file: String) {
    add(Kind(count: 1, first: [file]), Self.ending(of: name))
  }

  package mutating func add(_ other: UnreadFiles) {
    for (ending, kind) in other.kinds { add(kind, ending) }
  }

  private mutating func add(_ kind: Kind, _ ending: String) {
    let ending = kinds[ending] != nil || kinds.count < Self.mostKinds - 1 ? ending : ""
    kinds[ending, default: Kind()].add(kind)
  }

  /// The ending of a name in lower case; empty where it has none that a glob is made of.
  static func ending(of name: FileName) -> String {
    let bytes = name.bytes
    guard let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > bytes.startIndex else { return "" }
    let ending = bytes[(dot + 1)...]
    let isPlain = ending.allSatisfy { byte in
      UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
    }
    guard isPlain, 1...longestEnding ~= ending.count else { return "" }
    return String(decoding: ending, as: UTF8.self).lowercased()
  }

  /// A problem for each kind, at its first file.
  /// - Parameter include: the globs of pages that are in use.
  package func problems(include: [String]) -> [Problem] {
    kinds.sorted { $0.key < $1.key }.compactMap { ending, kind in
      guard let first = kind.first.first else { return nil }
      return Problem(
        .unreadLinks(
          kind.first, count: kind.count, options: Self.options(ending, kind, include),
          isHTML: !Self.data.contains(ending)),
        file: first)
    }
  }

  /// The options that read the files of all kinds that may hold HTML; `nil` where there are none.
  func options(include: [String]) -> String? {
    let html = kinds.filter { !Self.data.contains($0.key) }.sorted { $0.key < $1.key }
    guard !html.isEmpty else { return nil }
    return Self.options(html.flatMap { Self.globs($0.key, $0.value) }, include)
  }

  /// Endings of files that hold data, programs or text in another markup, in which the links that a browser makes are not written as HTML.
  private static let data: Set<String> = [
    "atom", "cjs", "csv", "geojson", "ics", "js", "json", "jsonl", "jsx", "markdown", "md", "mdx", "mjs",
    "rdf", "rss", "rst", "svg", "toml", "ts", "tsv", "tsx", "txt", "webmanifest", "xml", "yaml", "yml",
  ]

  private static func options(_ ending: String, _ kind: Kind, _ include: [String]) -> String {
    options(globs(ending, kind), include)
      + (ending.isEmpty && kind.count > kind.first.count ? " and so on" : "")
  }

  private static func globs(_ ending: String, _ kind: Kind) -> [String] {
    ending.isEmpty ? kind.first.map { "/" + PathGlob.escaped($0) } : ["**/*.\(ending)"]
  }

  /// Globs on the command line take the place of those in use, which are therefore said again.
  private static func options(_ globs: [String], _ include: [String]) -> String {
    written(include == RewriteOptions.defaultInclude ? merged(globs) : include + globs)
  }

  /// The default globs and others, those of endings as one: `**/*.{html,htm,xhtml,shtml,php}`.
  private static func merged(_ globs: [String]) -> [String] {
    let start = "**/*."
    let endings = (RewriteOptions.defaultInclude + globs).filter { $0.hasPrefix(start) }.map {
      $0.dropFirst(start.count)
    }
    return ["\(start){\(endings.joined(separator: ","))}"] + globs.filter { !$0.hasPrefix(start) }
  }

  private static func written(_ globs: [String]) -> String {
    globs.map { "--include '\($0.split(separator: "'").joined(separator: #"'\''"#))'" }
      .joined(separator: " ")
  }
}
