internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagSite
internal import SystemPackage

/// The report of a part of a site as one object, of which each page is a few lines.
struct AuditPartFile: AuditPartReading {
  let path: String
  let head: [[UInt8]]
  let start: [UInt8]
  private(set) var page: AuditPartPage?
  private let file: FileDescriptor
  private var lines: LineReader

  /// Bytes of the longest line: a page may be one link, each byte in its longest spelling.
  private static let longestLine = WholeFile.dataLimit * 6
  private static let pages = "  \"pages\": ["
  /// The beginning of the line with the site's name.
  static let site = Array("  \"site\": ".utf8)

  /// Opens a report and reads up to its first page.
  init(_ path: String) throws(SiteError) {
    self.path = path
    do throws(Errno) {
      file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
    } catch {
      throw SiteError("the report \(path) cannot be read: \(error.description)")
    }
    var lines = LineReader(file: file, limit: Self.longestLine)
    var (head, start, hasPages): ([[UInt8]], [UInt8], Bool?) = ([], [], nil)
    while hasPages == nil, let line = lines.next(), start.count < WholeFile.dataLimit {
      if line.starts(with: Self.pages.utf8) {
        hasPages = line.last == UInt8(ascii: "[")
      } else {
        start += line + [0x0A]
        if !line.starts(with: Self.site) { head.append(line) }
      }
    }
    (self.lines, self.head, self.start) = (lines, head, start)
    guard let hasPages else {
      try? file.close()
      throw Self.unknown(path)
    }
    if hasPages { try next() }
  }

  func close() { try? file.close() }

  private static func unknown(_ path: String) -> SiteError {
    SiteError(
      "\(path) is not as autotag audit --format json writes a report, or cut off; merge takes it as it was written"
    )
  }

  private static func text(of line: [UInt8], behind name: String) -> String? {
    guard line.starts(with: name.utf8), line.last == UInt8(ascii: ",") else { return nil }
    return try? JSONReader.read(Array(line.dropFirst(name.utf8.count).dropLast())).string
  }

  mutating func next() throws(SiteError) {
    guard let first = lines.next() else { throw Self.unknown(path) }
    if first == Array("  ],".utf8) {
      page = nil
      return
    }
    guard first == Array("    {".utf8), let second = lines.next(),
      let name = Self.text(of: second, behind: "      \"file\": ")
    else { throw Self.unknown(path) }
    var text = first + [0x0A] + second
    while true {
      guard let line = lines.next() else { throw Self.unknown(path) }
      text.append(0x0A)
      if line.starts(with: "    }".utf8) {
        text += "    }".utf8
        break
      }
      text += line
    }
    if let page, !TreeOrder.precedes(page.file, name) { throw Self.unknown(path) }
    page = AuditPartPage(file: name, text: text)
  }

  mutating func end() throws(SiteError) -> AuditPartEnd {
    var rest: [UInt8] = Array("{".utf8)
    var lists: [String: [[UInt8]]] = [:]
    var list: String?
    while let line = lines.next() {
      rest += line + [0x0A]
      if let open = list {
        if line.starts(with: "  ]".utf8) {
          list = nil
        } else {
          let content = line.dropFirst(4)
          lists[open, default: []].append(
            Array(content.last == UInt8(ascii: ",") ? content.dropLast() : content))
        }
      } else {
        for name in ["site_findings", "problems"] where line == Array("  \"\(name)\": [".utf8) { list = name }
      }
    }
    let root: JSONNode
    do throws(JSONReader.Failure) { root = try JSONReader.read(rest) } catch { throw Self.unknown(path) }
    guard let part = root["part"] else {
      throw SiteError(
        "\(path) is no audit of a part of a site: write one with autotag audit --facts FACTS --shard K/N --format json"
      )
    }
    guard let part = AuditPart(part), let summary = root["summary"].flatMap(AuditSummary.init),
      let findings = Self.nodes(root["site_findings"], lists["site_findings"]),
      let problems = Self.nodes(root["problems"], lists["problems"])
    else { throw Self.unknown(path) }
    return AuditPartEnd(
      part: part, siteFindings: findings, problems: problems, sites: root["sites"]?.array ?? [],
      summary: summary)
  }

  private static func nodes(_ list: JSONNode?, _ lines: [[UInt8]]?) -> [(node: JSONNode, line: [UInt8])]? {
    guard let nodes = list?.array, nodes.count == lines?.count ?? 0 else { return nil }
    return Array(zip(nodes, lines ?? []))
  }
}
