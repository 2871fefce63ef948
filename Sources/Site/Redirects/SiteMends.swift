internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagText
internal import AutoTagTracking
internal import AutoTagWebURL
internal import SystemPackage

/// A rule of a redirect file that a run changes.
package struct MendedRule: Sendable, Equatable {
  /// The file's path as `PathText` has it, relative to the site's root or absolute.
  package private(set) var path: String
  /// The path for people and programs.
  package var file: String { PathText.shown(path) }
  /// The line from 1, in the file as it was.
  package let line: Int
  /// The rule as it was, on one line.
  package let old: String
  /// The rule as it is to be written, on one line or several.
  package let new: String
  /// The change in a clause.
  package let words: String

  init(_ change: RuleChange) {
    path = change.rule.file
    line = change.rule.line ?? 1
    old = change.rule.text
    new = PastedText.withLineEnds(change.proposal.text)
    words = change.proposal.words
  }

  /// Returns the same rule with its file named from the folder that the program was run in.
  package func naming(_ paths: ShownPaths) -> MendedRule {
    var rule = self
    rule.path = paths.path(of: path)
    return rule
  }
}

extension Problem {
  /// A changed rule, for those who only look.
  init(_ change: RuleChange) {
    self.init(
      .redirectMended(change.proposal.words), file: change.rule.file, line: change.rule.line, column: 1)
  }
}

/// The redirect files that a run changes.
struct SiteMends: Sendable {
  let files: [RuleMends.MendedSource]
  /// The files below the site's root, by their paths relative to it.
  let inSite: [String: RuleMends.MendedSource]

  static let none = SiteMends(files: [], inSite: [:])
}

extension Site {
  /// Finds the rules to be changed for the site's links; nothing is written.
  /// - Parameter links: more links that count as the site's.
  func mending(_ scan: RedirectScan, _ meter: ProgressMeter, and links: [WebURL] = []) throws(SiteError)
    -> SiteMending
  {
    let noting = scan.notingLinks()
    try lookAtLinks(with: noting, meter)
    for link in links { _ = noting.lookup(link) }
    return scan.mending(noting.notedLinks) { obstacle(toWriting: $0) }
  }

  /// The problems of rules that lose the query and are not changed.
  func problems(ofUnmended mending: SiteMending) -> [Problem] {
    mending.unmended.map { rule, reason in
      Problem(.redirectNotMended(because: reason), file: rule.file, line: rule.line, column: 1)
    }
  }

  /// Writes changed redirect files where they are, before any page that counts on them.
  /// - Returns: what is left where some cannot be written, and what is wrong with those.
  func writeInPlace(_ mending: SiteMending, _ scan: RedirectScan) -> (
    mending: SiteMending, problems: [Problem]
  ) {
    var writer = AtomicFile(worker: 0, isDurable: true)
    var problems: [Problem] = []
    for file in mending.files {
      do throws(Fault) {
        try write(file, &writer)
      } catch {
        problems.append(Problem(error, file: file.file))
      }
    }
    return (scan.mending(mending, without: Set(problems.map(\.file))), problems)
  }

  private func write(_ file: RuleMends.MendedSource, _ writer: inout AtomicFile) throws(Fault) {
    let path = path(ofRedirectFile: file.file)
    guard let slash = path.lastIndex(of: "/") else { throw .redirectFileChanged }
    let name = FileName(String(path[path.index(after: slash)...]))
    do throws(Errno) {
      let folder = try FileSystem.openFolder(
        FileName(slash == path.startIndex ? "/" : String(path[..<slash])), in: FileSystem.currentFolder,
        followsLinks: true)
      defer { try? folder.close() }
      let status = try FileSystem.status(of: name, in: folder)
      guard (try? WholeFile.read(name, in: folder, limit: WholeFile.dataLimit)) == file.original else {
        throw .wouldBlock
      }
      let bytes = Splice.joined(file.original.span, file.edits)
      try writer.write(name, in: folder, .keeping(status)) { (descriptor) throws(Errno) in
        try FileSystem.write(bytes, bytes.indices, to: descriptor)
      }
    } catch {
      throw error == .wouldBlock ? .redirectFileChanged : .failed(.writeRedirects, error)
    }
  }

  /// The changed files by their places in the site.
  func mends(_ mending: SiteMending) -> SiteMends {
    var inSite: [String: RuleMends.MendedSource] = [:]
    for file in mending.files {
      if let path = relativePath(ofRedirectFile: file.file) { inSite[path] = file }
    }
    return SiteMends(files: mending.files, inSite: inSite)
  }

  // MARK: Places

  /// - Parameter name: as messages show the file: absolute, or relative to the root.
  private func path(ofRedirectFile name: String) -> String { name.hasPrefix("/") ? name : root + "/" + name }

  private func relativePath(ofRedirectFile name: String) -> String? {
    guard let path = try? FileSystem.realPath(path(ofRedirectFile: name)), path.hasPrefix(root + "/") else {
      return nil
    }
    return String(path.dropFirst(root.count + 1))
  }

  /// Returns the reason why a redirect file is not to be written; `nil` where it may be.
  private func obstacle(toWriting name: String) -> String? {
    let path = path(ofRedirectFile: name)
    guard let status = try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder) else {
      return "the file cannot be found by its name"
    }
    if status.kind == .link { return "the file is a symbolic link, and what is behind it may be others' too" }
    for ending in [".gz", ".br", ".zst"] {
      if (try? FileSystem.status(of: FileName(path + ending), in: FileSystem.currentFolder)) != nil {
        return "a compressed copy of the file stands beside it, \(ending)"
      }
    }
    guard relativePath(ofRedirectFile: name) == nil else { return nil }
    guard options.redirects.sources.contains(where: { $0.path == name }) else {
      return "the file is outside of the site: name it under redirects.sources and run with --in-place"
    }
    if case .output = options.destination {
      return "the file is outside of the site, where --output writes nothing: run with --in-place"
    }
    return nil
  }
}
