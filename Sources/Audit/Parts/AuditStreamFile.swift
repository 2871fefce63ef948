internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagSite
internal import AutoTagText
internal import SystemPackage

/// The audit of a stream, whose lines stand in the order of the stream. The names of its pages are held and sorted; the lines
/// are read again where they stand.
struct AuditStreamFile: AuditPartReading {
  let path: String
  let head: [[UInt8]]
  let start: [UInt8]
  private(set) var page: AuditPartPage?
  private let file: FileDescriptor
  private var lines: LineReader
  private let pages: StreamedPages
  /// The number of pages that were gone on to.
  private var count = 0
  private let last: JSONNode
  /// The lines of problems that stand with their files.
  private let problems: [(node: JSONNode, line: [UInt8])]

  /// Bytes of the longest line: a page may be one link after the other.
  private static let longestLine = WholeFile.dataLimit * 6

  /// Returns true for a report that begins as the audit of a stream does, and not as one object.
  static func begins(_ path: String) throws(SiteError) -> Bool {
    do throws(Errno) {
      let file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
      defer { try? file.close() }
      return try FileSystem.start(of: file, count: 2) != Array("{\n".utf8)
    } catch {
      throw unreadable(path, error)
    }
  }

  /// Opens the output of an audit, reads it once, and goes to its first page.
  init(_ path: String) throws(SiteError) {
    self.path = path
    do throws(Errno) {
      file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
    } catch {
      throw Self.unreadable(path, error)
    }
    lines = LineReader(file: file, limit: Self.longestLine)
    do throws(SiteError) {
      (pages, problems, last) = try Self.read(&lines, path)
      guard let version = last["tool"]?["version"]?.string, let site = last["site"]?.string,
        let rules = last["rules"]?.array
      else { throw Self.unknown(path, "its last line is none of an audit") }
      start = JSONReport.start(
        version: version, site: site, rules: rules.map { JSONReport.line(JSONValue($0)) })
    } catch {
      try? file.close()
      throw error
    }
    head = start.split(separator: 0x0A).filter { !$0.starts(with: AuditPartFile.site) }.map(Array.init)
    try next()
  }

  private static func unreadable(_ path: String, _ error: Errno) -> SiteError {
    SiteError("the report \(path) cannot be read: \(error.description)")
  }

  private static func unknown(_ path: String, _ reason: String) -> SiteError {
    SiteError("\(path) is not as autotag audit - --stream writes it: \(reason)")
  }

  private static func read(
    _ lines: inout LineReader, _ path: String
  ) throws(SiteError) -> (StreamedPages, problems: [(node: JSONNode, line: [UInt8])], last: JSONNode) {
    var pages = StreamedPages()
    var problems: [(node: JSONNode, line: [UInt8])] = []
    var number = 0
    while true {
      let offset = lines.offset
      number += 1
      guard let line = lines.next() else {
        throw unknown(path, "it is cut off, as no line with “end” is its last; run that audit again")
      }
      guard let node = try? JSONReader.read(line) else {
        throw unknown(path, "line \(number) is not JSON, or cut off")
      }
      if node["end"]?.isTrue == true {
        guard lines.offset == offset + line.count + 1 else {
          throw unknown(path, "it is cut off, as its last line has no end; run that audit again")
        }
        guard lines.next() == nil else {
          throw unknown(path, "something stands behind line \(number), its last; give each output by itself")
        }
        if let twice = pages.sort() { throw SiteError("\(path) has \(twice) twice: a site has a page once") }
        if let read = node["summary"]?["pages"]?["read"]?.int, read != pages.count {
          throw unknown(
            path,
            "it has \(Count.of(pages.count, "page")), and its last line counts \(read): lines are missing or too many"
          )
        }
        return (pages, problems, node)
      }
      guard node["kind"]?.string == AuditLine.kind, let isPage = node["audited"]?.isTrue,
        let links = node["links"]?.array, let findings = node["findings"]?.array,
        let failed = node["problems"]?.array
      else { throw unknown(path, "line \(number) is none of an audit's") }
      problems += failed.map { ($0, JSONReport.line(JSONValue($0))) }
      guard isPage else { continue }
      guard let file = node["file"]?.string else { throw unknown(path, "line \(number) has no “file”") }
      pages.add(file, at: offset, isEmpty: links.isEmpty && findings.isEmpty)
    }
  }

  func close() { try? file.close() }

  mutating func next() throws(SiteError) {
    page = nil
    guard count < pages.count else { return }
    let (name, offset) = pages[count]
    count += 1
    var text: [UInt8] = []
    if let offset {
      lines.offset = offset
      guard let line = lines.next(), let node = try? JSONReader.read(line),
        let links = node["links"]?.array, let findings = node["findings"]?.array
      else { throw Self.unknown(path, "it was changed meanwhile") }
      text = JSONReport.page(name, links: links, findings: findings)
    }
    page = AuditPartPage(file: name, text: text)
  }

  mutating func end() throws(SiteError) -> AuditPartEnd {
    guard let part = last["part"].flatMap(AuditPart.init), let findings = last["site_findings"]?.array,
      let problems = last["problems"]?.array, let sites = last["sites"]?.array,
      let summary = last["summary"].flatMap(AuditSummary.init)
    else { throw Self.unknown(path, "its last line is none of an audit") }
    func lines(_ nodes: [JSONNode]) -> [(node: JSONNode, line: [UInt8])] {
      nodes.map { ($0, JSONReport.line(JSONValue($0))) }
    }
    // The last line has the first ones of those that stand with their files, and those that stand with none.
    return AuditPartEnd(
      part: part, siteFindings: lines(findings),
      problems: Shards.union([self.problems, lines(problems)], by: \.line), sites: sites, summary: summary)
  }
}
