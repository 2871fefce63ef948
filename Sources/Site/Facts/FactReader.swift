internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagWebURL

/// Reads the lines of a facts file, but for the names of files.
struct FactReader {
  /// Bytes of the longest line: that of the largest redirect file, each byte in its longest spelling.
  static let longestLine = WholeFile.dataLimit * 6

  private(set) var head: FactsHead?
  private(set) var facts = SiteFacts()
  private var includes: [(file: String, SiteFacts.Include)] = []

  /// The reason why a line is none of a facts file.
  typealias Failure = JSONFields.Failure

  /// The kind of a line; `nil` for a line of no facts file.
  static func kind(of line: [UInt8]) -> FactLine.Kind? {
    let start = Array("{\"fact\":\"".utf8)
    guard line.starts(with: start) else { return nil }
    return FactLine.Kind(rawValue: Array(line[start.count...].prefix { $0 != UInt8(ascii: "\"") }).text)
  }

  /// Takes a line of any kind but `file` and `end`.
  mutating func take(_ line: [UInt8], _ kind: FactLine.Kind) throws(Failure) {
    let node = try Self.node(line)
    func fields(_ names: [String]) throws(Failure) -> JSONFields {
      try JSONFields(node, "the fact", ["fact"] + names)
    }
    switch kind {
    case .head:
      let head = try fields(["kind", "version", "settings", "names", "shard"])
      self.head = FactsHead(
        version: try head.string("version"), settings: try head.string("settings"),
        shard: try Self.shard(node, head))
    case .origin:
      let origin = try fields(["name", "line", "url"])
      guard let url = WebURL(try origin.string("url")),
        let hint = SiteOriginHint(url, file: try origin.string("name"), line: node["line"]?.int)
      else { throw origin.failure("url", "“url” must be an address of the web") }
      facts.origins.append(hint)
    case .redirects:
      let file = try fields(["name", "format", "prefix", "order", "text", "latin1"])
      guard let format = RedirectFormat(rawValue: try file.string("format")) else {
        throw file.failure("format", "“format” must be a format of redirect files")
      }
      facts.redirectFiles.append(
        SiteFacts.RedirectFile(
          name: try file.string("name"), format: format, prefix: try file.string("prefix"),
          order: node["order"]?.int, bytes: try Self.contents(node, file)))
    case .include:
      let include = try fields(["name", "wanted", "from", "files", "missing"])
      var found = IncludedFiles.Found.missing(node["missing"]?.string ?? "is not read")
      if let files = node["files"]?.array {
        var read: [IncludedFiles.File] = []
        for file in files {
          let fields = try JSONFields(file, "a file", ["name", "text", "latin1"])
          read.append(
            IncludedFiles.File(name: try fields.string("name"), bytes: try Self.contents(file, fields)))
        }
        found = .files(read)
      }
      includes.append(
        (
          try include.string("name"),
          SiteFacts.Include(wanted: try include.string("wanted"), from: node["from"]?.string, found: found)
        ))
    case .page:
      let page = try fields(["name", "text", "latin1"])
      facts.pages.append(
        SiteFacts.Page(name: try page.string("name"), bytes: try Self.contents(node, page)))
    case .lock: facts.lock = try Self.contents(node, try fields(["text", "latin1"]))
    case .codes: facts.codes = try Self.contents(node, try fields(["text", "latin1"]))
    case .file, .end: break
    }
  }

  /// Brings the facts together when all lines are taken.
  mutating func finish() {
    let answers = Dictionary(grouping: includes, by: \.file)
    for index in facts.redirectFiles.indices {
      facts.redirectFiles[index].includes = (answers[facts.redirectFiles[index].name] ?? []).map(\.1)
    }
  }

  /// Returns the key of a line; `nil` where it lacks a part of it.
  static func key(of line: [UInt8]) -> FactLine.Key? {
    guard let kind = kind(of: line), let node = try? node(line) else { return nil }
    let names: [String] =
      switch kind {
      case .head, .lock, .codes, .end: []
      case .origin, .page, .file: ["name"]
      case .redirects: ["name", "format", "prefix"]
      case .include: ["name", "wanted", "from"]
      }
    // An include of the file itself has no `from`.
    let parts = names.compactMap { node[$0]?.string }
    return parts.count == names.count || kind == .include && parts.count == 2
      ? FactLine.Key(kind: kind, parts: parts) : nil
  }

  /// Returns the name that a line of the kind `file` has. Nearly all lines are as short as they can be, and a search looks at
  /// many: those are told from others without reading JSON.
  static func fileName(of line: [UInt8]) -> String? {
    let end = line.count - fileEnd.count
    guard end > fileStart.count, line.starts(with: fileStart), line[end...].elementsEqual(fileEnd) else {
      return string("name", of: line)
    }
    let name = line[fileStart.count..<end]
    let isPlain = name.allSatisfy { $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    return isPlain ? String(validating: name, as: UTF8.self) : string("name", of: line)
  }

  private static let fileStart = Array("{\"fact\":\"file\",\"name\":\"".utf8)
  private static let fileEnd = Array("\"}".utf8)

  /// Returns a text that a line has, such as the hash of the kind `end`.
  static func string(_ name: String, of line: [UInt8]) -> String? { (try? node(line))?[name]?.string }

  static func isTrue(_ name: String, of line: [UInt8]) -> Bool { (try? node(line))?[name]?.isTrue == true }

  static func number(_ name: String, of line: [UInt8]) -> Int? { (try? node(line))?[name]?.int }

  /// Returns the head that a line of the kind `head` has.
  static func head(of line: [UInt8]) throws(Failure) -> FactsHead? {
    var reader = FactReader()
    try reader.take(line, .head)
    return reader.head
  }

  private static func shard(_ node: JSONNode, _ head: JSONFields) throws(Failure) -> SiteShard? {
    guard let text = node["shard"]?.string else { return nil }
    guard let shard = SiteShard(text) else {
      throw head.failure("shard", "“shard” must be a part, such as 3/16")
    }
    return shard
  }

  private static func node(_ line: [UInt8]) throws(Failure) -> JSONNode {
    do throws(JSONReader.Failure) {
      return try JSONReader.read(line, .exact)
    } catch {
      throw Failure(line: 1, message: "it is not JSON as autotag writes it")
    }
  }

  private static func contents(_ node: JSONNode, _ fields: JSONFields) throws(Failure) -> [UInt8] {
    guard let text = node["latin1"]?.string else { return Array(try fields.string("text").utf8) }
    guard text.unicodeScalars.allSatisfy({ $0.value < 0x100 }) else {
      throw fields.failure("latin1", "“latin1” must hold characters below U+0100")
    }
    return text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }
}
