internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking
internal import Synchronization

/// Finds the file that a page was made from, for pages with findings: the one that the page names itself, or one that is
/// there and has the name that the generator makes such a page of. Nothing is told of a file that is not there.
package final class SourceFinder: Sendable {
  /// The site's root, absolute and without links.
  private let site: String
  private let findProject: @Sendable () -> SourceProject?

  private struct State {
    /// `nil` as long as nobody asked.
    var project: SourceProject??
    var listed: ListedSources?
    /// The originals of files that were asked for, relative to the site's root.
    var originals: [String: String?] = [:]
  }

  private let state = Mutex(State())

  /// - Parameter findProject: called at the first page with findings.
  package init(site: String, findProject: @escaping @Sendable () -> SourceProject?) {
    self.site = (try? FileSystem.realPath(site)) ?? site
    self.findProject = findProject
  }

  private var project: SourceProject? {
    state.withLock { state in
      if let project = state.project { return project }
      let project = findProject()
      state.project = .some(project)
      return project
    }
  }

  private func listed(_ project: SourceProject) -> ListedSources {
    state.withLock { state in
      if let listed = state.listed { return listed }
      let listed = ListedSources(project, besides: site)
      state.listed = listed
      return listed
    }
  }

  /// A page's source.
  struct Found {
    /// Absolute.
    let path: String
    /// False where the page may be another one's, so that the source must hold what was found.
    let isCertain: Bool
  }

  /// Returns the source of a page; `nil` where nothing tells.
  /// - Parameters:
  ///   - file: the page's path relative to the site's root.
  ///   - page: in UTF-8 or another ASCII-compatible encoding.
  func source(ofPage file: String, _ page: Span<UInt8>) -> Found? {
    guard let project else { return nil }
    func found(_ path: String) -> Found? {
      Self.isFile(path) ? Found(path: path, isCertain: true) : nil
    }
    let named = NamedSource(page)
    if let copied = named.copied, let found = found(project.content + "/" + copied) { return found }
    for path in named.editedCandidates {
      if let found = found(project.folder + "/" + path) { return found }
    }
    guard let generator = project.generator, let names = SourceNames(ofPage: file) else { return nil }
    for name in names.candidates(generator) {
      let path = project.content + "/" + name
      if Self.isFile(path), Self.hasAddress(path, of: names, generator) {
        return Found(path: path, isCertain: true)
      }
    }
    if let found = copy(ofFile: file, project) { return found }
    guard [.hugo, .jekyll, .pelican].contains(generator) else { return nil }
    let listed = listed(project)
    if let path = listed.source(of: names) {
      return Found(path: project.content + "/" + path, isCertain: true)
    }
    return listed.likelySource(of: names).map { Found(path: project.content + "/" + $0, isCertain: false) }
  }

  /// Returns the file of which one of the site is a copy.
  private func copy(ofFile file: String, _ project: SourceProject) -> Found? {
    let folder =
      switch project.generator {
      case .hugo: project.folder + "/static"
      case .mkDocs, .pelican: project.content
      case .jekyll, .sphinx, nil: nil as String?
      }
    guard let path = folder.map({ $0 + "/" + file }), path != site + "/" + file, Self.isFile(path) else {
      return nil
    }
    return Found(path: path, isCertain: true)
  }

  /// Returns the file of the project that one of the site is a copy of, both relative to the site's root: it is at the same
  /// place in a folder that generators copy, and holds the same. `nil` for none.
  package func original(of file: String) -> String? {
    if let known = state.withLock({ $0.originals[file] }) { return known }
    let found = findOriginal(of: file)
    state.withLock { $0.originals[file] = .some(found) }
    return found
  }

  private func findOriginal(of file: String) -> String? {
    guard !file.hasPrefix("/"), !file.hasPrefix("../"), let project else { return nil }
    let copy = site + "/" + file
    let folders =
      [project.content] + ["", "/static", "/public", "/src", "/source"].map { project.folder + $0 }
    let path = folders.map { $0 + "/" + file }.first {
      Self.isFile($0) && (try? FileSystem.realPath($0)) != (try? FileSystem.realPath(copy))
        && Self.isSame($0, copy)
    }
    return path.map { PathNames.way(from: site, to: $0) }
  }

  private static func isSame(_ one: String, _ other: String) -> Bool {
    guard let one = try? WholeFile.read(one, limit: WholeFile.settingsLimit), !one.isEmpty else {
      return false
    }
    return one == (try? WholeFile.read(other, limit: WholeFile.settingsLimit))
  }

  /// Returns true if a source does not give its page another address.
  private static func hasAddress(
    _ path: String, of page: SourceNames, _ generator: SourceProject.Generator
  ) -> Bool {
    guard generator == .hugo || generator == .jekyll,
      let head = ListedSources.head(of: FileName(path), in: FileSystem.currentFolder)
    else { return true }
    if let address = head.address { return address == page.stem }
    guard generator == .hugo, let slug = head.slug else { return true }
    return page.slug.map { slug.lowercased() == $0.lowercased() } ?? true
  }

  private static func isFile(_ path: String) -> Bool {
    guard let real = try? FileSystem.realPath(path),
      let status = try? FileSystem.status(of: FileName(real), in: FileSystem.currentFolder)
    else { return false }
    return status.kind == .file
  }

  // MARK: Findings

  /// Returns a page's findings with the places in its source.
  func hinted(_ findings: [Finding], on page: PageUnderAudit, _ links: [AuditedLink]) -> [Finding] {
    hintedByPage(findings, on: page, links).map { finding in
      // A fault of a rule is in the rule's file and not on the page.
      guard finding.link != nil, finding.code.hasPrefix("redirect-"), let place = finding.words.firstPlace,
        let rule = original(of: place.path)
      else { return finding }
      return finding.made(from: PageSource(path: rule, line: place.line))
    }
  }

  private func hintedByPage(
    _ findings: [Finding], on page: PageUnderAudit, _ links: [AuditedLink]
  ) -> [Finding] {
    guard let found = source(ofPage: page.file, page.bytes.span) else { return findings }
    let source = (try? WholeFile.read(found.path, limit: WholeFile.settingsLimit)) ?? []
    let path = PathNames.way(from: site, to: found.path)
    var linesOfText: [String: [Int]] = [:]
    func linesOf(_ text: String) -> [Int] {
      if let known = linesOfText[text] { return known }
      var lines = SourceLines.lines(of: text, in: source)
      if lines.isEmpty { lines = SourceLines.lines(of: text.replacing("&", with: "&amp;"), in: source) }
      linesOfText[text] = lines
      return lines
    }
    // A copy has its own head, and the same lines.
    let isCopy = source == page.bytes
    var counts: [String: Int] = [:]
    let hrefs = zip(links, page.records).map { Self.unmarked($0.href, $1.group) }
    let numbers = hrefs.map { href in
      defer { counts[href, default: 0] += 1 }
      return counts[href, default: 0]
    }
    return findings.map { finding in
      if isCopy {
        let line = finding.excerpt == nil ? nil : finding.line
        return finding.made(from: PageSource(path: path, line: line))
      }
      var lines: [Int] = []
      var (number, equals) = (0, 0)
      if let link = finding.link, hrefs.indices.contains(link) {
        lines = linesOf(links[link].href)
        if lines.isEmpty { lines = linesOf(hrefs[link]) }
        (number, equals) = (numbers[link], counts[hrefs[link], default: 0])
      } else {
        // What is not in the source, such as the page's head, a template has, which is not known.
        if let marked = finding.excerpt?.marked { lines = linesOf(marked) }
        guard !lines.isEmpty else { return finding }
      }
      guard found.isCertain || !lines.isEmpty else { return finding }
      // As often as on the page, they are in its order; else only one alone is certain.
      let line = lines.count == 1 ? lines[0] : lines.count == equals ? lines.dropFirst(number).first : nil
      return finding.made(from: PageSource(path: path, line: line))
    }
  }

  /// Returns a link's address without what `rewrite` has put into it, as its source has it.
  private static func unmarked(_ href: String, _ group: TrackingGroup?) -> String {
    guard let group else { return href }
    let bytes = Array(href.utf8)
    let removal = SubidRemoval.of(
      bytes.span, for: group, isCode: { group.usesCodes && LinkCode.isCode($0) })
    guard case .edit(let edit) = removal else { return href }
    let text = bytes[..<edit.range.lowerBound] + edit.replacement + bytes[edit.range.upperBound...]
    return String(decoding: text, as: UTF8.self)
  }
}

/// The lines of a text in a source.
enum SourceLines {
  /// Bytes of the shortest text that is looked for; a shorter one stands anywhere.
  static let shortest = 12

  /// Returns the lines from 1 in which a text begins, in their order, one for each time.
  static func lines(of text: String, in source: [UInt8]) -> [Int] {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, wanted.count >= shortest else { return [] }
    var lines: [Int] = []
    var line = 1
    var counted = 0
    var start = 0
    let span = source.span
    while true {
      let offset = ByteSearch.first(first, in: span, from: start)
      guard offset + wanted.count <= source.count else { return lines }
      let end = offset + wanted.count
      // The address may be the beginning of another.
      let goesOn =
        end < source.count && (ASCII.isAlphanumeric(source[end]) || "#&%=_/-".utf8.contains(source[end]))
      if !goesOn, source[offset..<end].elementsEqual(wanted) {
        line += ByteSearch.count(of: 0x0A, in: span, counted..<offset).count
        counted = offset
        lines.append(line)
      }
      start = offset + 1
    }
  }
}
