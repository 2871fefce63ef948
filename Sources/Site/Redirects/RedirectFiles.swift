internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import AutoTagWebURL

/// Redirects as the files of a site have them.
struct FoundRedirects: Sendable {
  var sources: [LoadedSource] = []
  /// Files that could not be read.
  var problems: [Problem] = []
  /// The real paths of files that others include.
  var included: Set<String> = []
  /// A tracking group's host stands in one of the files, or a variable in a host's place. Without one no chain of theirs
  /// ends there.
  var mentionsGroup = false
  /// The files and pages as they are, where they are to go into a facts file.
  var facts = SiteFacts()

  mutating func add(_ other: consuming FoundRedirects) {
    // There may be as many as pages: the usual list is taken over, not copied.
    if sources.isEmpty { sources = other.sources } else { sources += other.sources }
    problems += other.problems
    included.formUnion(other.included)
    mentionsGroup = mentionsGroup || other.mentionsGroup
    facts.add(other.facts)
  }

  /// Adds the redirects of a walk, whose threads find them in any order, behind those that are here: servers go by it.
  mutating func append(walked other: consuming FoundRedirects) {
    var other = other
    other.sources.sort { $0.file < $1.file }
    add(other)
  }
}

/// The redirect files of a site that no walk finds: those that the configuration names, and those of static hosts.
struct RedirectFiles: Sendable {
  /// The site's root, an absolute path without symbolic links.
  private let root: String
  private let options: RedirectOptions
  private let groups: [TrackingGroup]
  /// The selection of the site's pages without what is excluded, and of what is a page elsewhere though another glob is
  /// given: pages that are left alone still redirect.
  let selection: PageSelection
  /// The path of the site's root in addresses, with a slash at its end.
  let rootPath: String
  /// The real paths of the files that the configuration names. Each is read once, in the format that is named.
  private let named: Set<String>
  /// True to keep the files and pages as they are.
  private let keepsFacts: Bool

  init(of site: Site, keepsFacts: Bool = false) {
    self.keepsFacts = keepsFacts
    let (root, options) = (site.root, site.options.redirects)
    (self.root, self.options) = (root, options)
    groups = site.options.rules.groups
    selection = PageSelection(include: site.options.include + RewriteOptions.defaultInclude, exclude: [])
    let path = site.address.root.path
    rootPath = path.hasSuffix("/") ? path : path + "/"
    named = Set(options.sources.compactMap { try? FileSystem.realPath(Self.path(of: $0, in: root)) })
  }

  private static func path(of source: RedirectOptions.Source, in root: String) -> String {
    source.path.hasPrefix("/") ? source.path : root + "/" + source.path
  }

  /// The files at a site's root that show that Cloudflare serves it.
  static let signsOfCloudflare = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"]

  private static let serverFile = FileName(".htaccess")
  private static let configFile = FileName("web.config")

  /// Returns the format of a file that a server reads in any folder; `nil` for others, and for those that are read as the
  /// host's at the site's root.
  static func serverFormat(_ name: FileName, in folder: [FileName]) -> RedirectFormat? {
    if name == serverFile { return .htaccess }
    return name == configFile && !folder.isEmpty ? .webConfig : nil
  }

  /// - Throws: `SiteError` for a file that the configuration names and that cannot be read.
  func read() throws(SiteError) -> FoundRedirects {
    var found = FoundRedirects()
    for source in options.sources { try read(source, into: &found) }
    readHostFiles(into: &found)
    return found
  }

  /// Returns true if the configuration names a file below the site's root, or redirect files include it.
  /// - Parameters:
  ///   - path: relative to the root, with `/`.
  ///   - included: the real paths of the files that are included.
  func isNamed(_ path: String, or included: Set<String> = []) -> Bool {
    let path = root + "/" + path
    return named.contains(path) || included.contains(path)
  }

  private func read(
    _ source: RedirectOptions.Source, into found: inout FoundRedirects
  ) throws(SiteError) {
    let bytes: [UInt8]
    do throws(WholeFileError) {
      bytes = try WholeFile.read(Self.path(of: source, in: root), limit: WholeFile.dataLimit)
    } catch {
      throw SiteError(
        "the redirect file \(source.path) cannot be read: \(error.description); correct its path under "
          + "redirects.sources")
    }
    guard let format = source.format ?? RedirectFormat.of(export: bytes) else {
      throw SiteError(
        "neither its name nor its first line tells the format of the redirect file \(source.path): add format to it "
          + "under redirects.sources, one of "
          + RedirectFormat.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let path = Self.path(of: source, in: root)
    add(
      bytes, format, named: source.path, prefix: source.prefix,
      beside: (try? FileSystem.realPath(path)) ?? path, to: &found)
  }

  /// The files of static hosts; without a format the one that two hosts read.
  private static let hostFiles: [(name: String, format: RedirectFormat?)] =
    [
      ("_redirects", nil), ("netlify.toml", .netlifyTOML), ("vercel.json", .vercel),
      ("firebase.json", .firebase),
      ("staticwebapp.config.json", .staticWebApps), ("render.yaml", .render), ("render.yml", .render),
      ("Caddyfile", .caddy), ("web.config", .webConfig), ("Web.config", .webConfig),
    ] + RedirectFormat.nextConfigurations.map { ($0, .nextRoutes) }

  /// The files at the site's root that are there and read without being named.
  var rootFiles: [String] {
    let files = Self.hostFiles.filter { $0.format != .nextRoutes }.map(\.name).filter { name in
      guard let path = try? FileSystem.realPath(root + "/" + name), !named.contains(path) else {
        return false
      }
      return (try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder))?.kind == .file
    }
    // What is behind a link of this name nobody reads.
    let server = root + "/" + Self.serverFile.text
    let status = try? FileSystem.status(of: FileName(server), in: FileSystem.currentFolder)
    return files + (status?.kind == .file && !named.contains(server) ? [Self.serverFile.text] : [])
  }

  /// Returns the bytes of a file, relative to the site's root; `nil` where it cannot be read.
  func bytes(of file: String) -> [UInt8]? {
    try? WholeFile.read(root + "/" + file, limit: WholeFile.dataLimit)
  }

  /// Reads the files of static hosts, at the site's root and, as projects have them, in the folder that the site is in.
  private func readHostFiles(into found: inout FoundRedirects) {
    let parent = root.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    func isThere(_ names: String...) -> Bool {
      names.contains { name in
        [root, parent].contains {
          (try? FileSystem.status(of: FileName($0 + "/" + name), in: FileSystem.currentFolder)) != nil
        }
      }
    }
    // Both hosts read `_redirects`. Wrangler may be there for a worker besides; `netlify.toml` is the site's own.
    let isCloudflare = Self.signsOfCloudflare.contains { isThere($0) } && !isThere("netlify.toml")
    for (name, format) in Self.hostFiles {
      let format = format ?? (isCloudflare ? .cloudflare : .netlify)
      for (folder, shown) in [(root, name), (parent, "../" + name)] {
        // Beside the site's folder it may be another site's.
        if [.caddy, .webConfig].contains(format), folder != root { break }
        guard let path = try? FileSystem.realPath(folder + "/" + name),
          let kind = (try? FileSystem.status(of: FileName(path), in: FileSystem.currentFolder))?.kind,
          kind != .folder
        else { continue }
        if named.contains(path) { break }
        do throws(WholeFileError) {
          let bytes = try WholeFile.read(path, limit: WholeFile.dataLimit)
          if format == .nextRoutes, !isOpenProgram(bytes) { break }
          add(bytes, format, named: shown, prefix: "/", beside: path, to: &found)
        } catch {
          found.problems.append(Self.unreadable(shown, error))
        }
        break
      }
    }
  }

  /// Returns true for a program of Next.js with redirects to a tracking group, where its build is not named.
  private func isOpenProgram(_ bytes: [UInt8]) -> Bool {
    !options.sources.contains { $0.format == .nextRoutes || $0.path.hasSuffix("routes-manifest.json") }
      && ByteSearch.contains(Array("redirects".utf8), in: bytes) && mentionsGroup(bytes)
  }

  /// Returns true if a tracking group's host stands in the server's file at the site's root, where most sites have it.
  func rootFileMentionsGroup() -> Bool {
    guard let bytes = try? WholeFile.read(root + "/" + Self.serverFile.text, limit: WholeFile.dataLimit)
    else { return false }
    return mentionsGroup(bytes)
  }

  /// Adds a file of the disk.
  /// - Parameter path: the file's real path; `nil` where it includes no others.
  func add(
    _ bytes: [UInt8], _ format: RedirectFormat, named name: String, prefix: String,
    beside path: String? = nil, to found: inout FoundRedirects
  ) {
    let neighbours = path.map { FilesBeside(of: $0, shown: name, root: root) }
    let asked = add(bytes, format, named: name, prefix: prefix, to: &found) { wanted, file in
      neighbours?.find(wanted, from: file) ?? .missing("is not read")
    }
    for case .files(let files) in asked.map(\.found) {
      for file in files {
        if let path = neighbours?.path(of: file), let real = try? FileSystem.realPath(path) {
          found.included.insert(real)
        }
      }
    }
    guard keepsFacts else { return }
    found.facts.redirectFiles.append(
      SiteFacts.RedirectFile(
        name: name, format: format, prefix: prefix,
        order: path == nil ? nil : found.facts.redirectFiles.count, bytes: bytes, includes: asked))
  }

  /// Adds a redirect file.
  /// - Parameter find: finds the files that it includes; see `IncludedFiles.find`.
  /// - Returns: the answers of that, in the order in which they were asked for.
  @discardableResult
  private func add(
    _ bytes: [UInt8], _ format: RedirectFormat, named name: String, prefix: String,
    to found: inout FoundRedirects,
    including find: @escaping @Sendable (String, String?) -> IncludedFiles.Found
  ) -> [SiteFacts.Include] {
    var answers: [SiteFacts.Include] = []
    let included = IncludedFiles { wanted, file in
      let answer = find(wanted, file)
      answers.append(SiteFacts.Include(wanted: wanted, from: file, found: answer))
      return answer
    }
    var source = format.source.read(bytes, named: name, prefix: prefix, including: included)
    // Advice about a rule is tried in a copy of its file.
    if format.canBeMended {
      source.original = LoadedSource.Original(bytes, prefix: prefix) { bytes in
        format.source.read(bytes, named: name, prefix: prefix, including: IncludedFiles(find: find))
      }
    }
    let isMention = answers.contains {
      if case .files(let files) = $0.found { files.contains { mentionsGroup($0.bytes) } } else { false }
    }
    found.sources.append(source)
    found.mentionsGroup =
      found.mentionsGroup || isMention || mentionsGroup(bytes) || source.rules.contains(where: \.hasOpenHost)
      || source.unread.contains(where: \.rule.hasOpenHost)
    return answers
  }

  /// Returns the redirects of a facts file, in the order in which a run over the whole site has them.
  func read(_ facts: SiteFacts) -> FoundRedirects {
    var found = FoundRedirects()
    for file in facts.redirectFiles.filter({ $0.order != nil }).sorted(by: { $0.order ?? 0 < $1.order ?? 0 })
    {
      add(file, to: &found)
    }
    var walked = FoundRedirects()
    for file in facts.redirectFiles where file.order == nil { add(file, to: &walked) }
    for page in facts.pages { add(page, to: &walked) }
    found.append(walked: walked)
    return found
  }

  private func add(_ file: SiteFacts.RedirectFile, to found: inout FoundRedirects) {
    add(file.bytes, file.format, named: file.name, prefix: file.prefix, to: &found) { wanted, from in
      file.includes.first { $0.wanted == wanted && $0.from == from }?.found ?? .missing("is not read")
    }
    for case .files(let files) in file.includes.map(\.found) {
      for file in files { found.included.insert(root + "/" + file.name) }
    }
  }

  /// Adds a page where it redirects.
  func add(_ page: SiteFacts.Page, to found: inout FoundRedirects) {
    let source = RedirectFormat.redirectPage.source.read(page.bytes, named: page.name, prefix: rootPath)
    guard !source.rules.isEmpty else { return }
    // Where it leads counts, and not what else stands on the page.
    found.mentionsGroup =
      found.mentionsGroup
      || source.rules.contains { $0.hasOpenHost || mentionsGroup(Array($0.namedText.utf8)) }
    found.sources.append(source)
    if keepsFacts { found.facts.pages.append(page) }
  }

  func mentionsGroup(_ bytes: [UInt8]) -> Bool {
    let text = ASCII.lowercased(bytes)
    return groups.contains {
      $0.hosts.contains { host in
        ByteSearch.contains(Array(host.utf8), in: text) || Self.mayMake(host, in: text)
      }
    }
  }

  /// Returns true if a rule may put a host together: its end stands behind something that no name is made of, such as
  /// the placeholder in `https://:shop.linksynergy.com/`.
  private static func mayMake(_ host: String, in text: [UInt8]) -> Bool {
    guard let dot = host.firstIndex(of: "."), host[dot...].dropFirst().contains(".") else { return false }
    let parent = Array(host[dot...].utf8)
    guard ByteSearch.contains(parent, in: text) else { return false }
    return text.indices.dropLast(parent.count - 1).contains { index in
      guard text[index] == parent[0], text[index...].starts(with: parent) else { return false }
      let name = text[..<index].suffix(64).reversed().prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
      return name.contains { ":$}%{)>".utf8.contains($0) }
    }
  }

  static func unreadable(_ file: String, _ error: WholeFileError) -> Problem {
    Problem(.failed(.readRedirects, error), file: file)
  }
}
