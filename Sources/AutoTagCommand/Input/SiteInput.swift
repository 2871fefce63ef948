internal import AutoTagConfiguration
internal import AutoTagFiles
internal import AutoTagSite
import SystemPackage

/// A site that a run works on, with its settings, and the files that it is limited to.
struct SiteInput {
  var settings: SiteSettings
  /// `nil` where the whole site is worked on.
  var files: NamedFiles?
  /// True if the configuration named the site, and the command line did not.
  let isConfigured: Bool
  /// The reason why a folder that nobody named is taken for the site of named files; `nil` elsewhere.
  var reason: String?
  /// True if the files lie beside the configuration's site.
  var isBeside = false
  /// Sentences about the files' redirects.
  var redirectNotes: [String] = []

  /// The site's root as it was named.
  var site: String { settings.rewrite.site }

  /// The folder for the tagged copy that the configuration names, relative to this process's folder.
  var output: String? {
    guard let output = settings.configuration.output, let path = settings.configurationPath else {
      return nil
    }
    return PathNames.joined(PathNames.folder(of: path), output)
  }

  /// The note that a tagged copy is there and not what is audited; `nil` where somebody named what is to be audited.
  var copyNote: String? {
    guard isConfigured, files == nil, let output, FileSystem.isFolder(output) else { return nil }
    return
      "\(site) is audited, the site as it was built; its tagged copy is \(output): autotag audit \(ShellText.quoted(output))"
  }

  /// The sentences about files that do not count, and about names that are no pages.
  /// - Parameter isInPlace: true if the site itself is what is deployed.
  func notes(showsAll: Bool, isInPlace: Bool = false) -> [String] {
    // A folder that only stands for the site of named files is not what is deployed.
    settings.notes + redirectNotes
      + (files == nil || isConfigured ? [misplacedFiles(isInPlace: isInPlace)].compactMap(\.self) : [])
      + (files.map { NamedFileNotes($0, settings.rewrite).lines(showsAll: showsAll) } ?? [])
  }

  /// The note that what is the tool's own is deployed by a run in place, or deleted by the site's generator; `nil` where
  /// nothing of that lies in the site, and for what is to be removed anyway.
  private func misplacedFiles(isInPlace: Bool) -> String? {
    let beside = PathNames.folder(of: settings.configurationPath ?? PathNames.joined(site, "x"))
    let own = RewriteOptions.defaultOwnFiles.filter { name in
      let path = PathNames.joined(beside, name)
      return !FileSystem.exists(path) || isSame(path, PathNames.joined(site, name))
    }.map { PathNames.joined(site, $0) }.filter(FileSystem.exists)
    guard let first = own.first, let root = try? FileSystem.realPath(site),
      let fate = fate(isInPlace: isInPlace)
    else { return nil }
    let here = (try? FileSystem.realPath(".")) ?? root
    // Beside the site, in the folder that the command is run in.
    let target =
      here != root && (root.hasPrefix(here + "/") || here == "/") ? "." : PathNames.joined(site, "..")
    let shown = own.map(ShellText.quoted).joined(separator: " ")
    let folder = (try? FileSystem.realPath(target)).map { PathNames.way(from: $0, to: root) } ?? site
    let told = "\(first) lies in the site and \(fate). "
    let repository = target == "." ? nil : ProjectFolders(from: root, home: nil).repository
    // The search ends at the root of the repository.
    guard repository != "" else {
      return told + "The site is the repository's root, above which no configuration is looked for: keep "
        + "\(own.joined(separator: ", ")) out of what is deployed, or forbid the server to show it; "
        + "or move the pages into a folder of the repository, such as public, and put “site: public” into \(ConfigurationFile.name)"
    }
    let place = target == "." || repository != nil ? "" : ", the folder to run autotag in from then on"
    return told
      + "To move it beside the site's source\(place): put “site: \(folder)” into \(ConfigurationFile.name), whose "
      + "paths are relative to its folder, and run: mv \(shown) \(ShellText.quoted(target))"
  }

  private func fate(isInPlace: Bool) -> String? {
    let fate = Project.fate(inSite: site)
    // A copy of the site has none of it; the generator's next build asks nobody.
    return isInPlace ? fate ?? "is deployed with it" : fate.flatMap { $0.hasPrefix("is deleted") ? $0 : nil }
  }

  private func isSame(_ one: String, _ other: String) -> Bool {
    guard let one = try? FileSystem.realPath(one) else { return false }
    return one == (try? FileSystem.realPath(other))
  }

  /// The files that the settings are from, and the site, for -v.
  var found: [String] {
    var lines = [settings.found] + settings.quietNotes
    let why = isConfigured ? "named by the configuration" : reason
    lines.append("Site: \(site)" + (why.map { " (\($0))" } ?? ""))
    if let redirects = settings.rewrite.redirectSite { lines.append("Redirects: those of \(redirects.root)") }
    if let lock = settings.lockFile {
      lines.append("Lock file: \(lock)" + (FileSystem.exists(lock) ? "" : " (not there yet)"))
    }
    return lines
  }
}

/// The words about named files that are no pages of a run.
struct NamedFileNotes {
  private let files: NamedFiles
  private let pages: String

  /// The most names of one kind that are shown unless all are asked for.
  private static let most = 10

  init(_ files: NamedFiles, _ options: RewriteOptions) {
    self.files = files
    pages = options.pagesText
  }

  func lines(showsAll: Bool) -> [String] {
    var shown: [NamedFiles.Reason: Int] = [:]
    var lines: [String] = []
    for (name, reason) in files.others {
      shown[reason, default: 0] += 1
      if showsAll || shown[reason, default: 0] <= Self.most {
        lines.append("\(name.text): \(words(reason, name))")
      }
    }
    let folded = shown.values.reduce(0) { $0 + (showsAll ? 0 : max(0, $1 - Self.most)) }
    if folded > 0 { lines.append("… and \(folded) more (use --verbose)") }
    if !files.others.isEmpty {
      let count = files.count + files.elsewhere
      lines.append(
        "\(files.others.count) of the \(count) named files \(files.others.count == 1 ? "is no page" : "are no pages") of this run"
      )
    }
    return lines
  }

  private func words(_ reason: NamedFiles.Reason, _ name: FileName) -> String {
    switch reason {
    case .noPage: "no page by the globs (\(pages)): not looked at"
    case .excluded: "excluded by the configuration or --exclude: not looked at"
    case .repeated: "named before: looked at once"
    case .folder: "a folder and no page: name a site's folder alone"
    case .link: "a symbolic link, which is not followed: name the file itself"
    case .special: "no regular file: not looked at"
    case .missing(let error):
      name.bytes.first == UInt8(ascii: "\"")
        ? "\(error.description); git writes such names in quotes unless it is asked with -z"
        : "\(error.description): not looked at"
    }
  }
}
