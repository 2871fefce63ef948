internal import AutoTagFiles
internal import AutoTagSite

/// A project as `autotag init` finds it: its root, the generator that builds its site, and what that does to files.
package struct Project: Sendable, Equatable {
  /// The root, to be put in front of a name; empty for the current folder.
  package let prefix: String
  /// The generator's name, and its configuration relative to the root; `nil` where none is known.
  package private(set) var generator: String?
  package private(set) var generatorFile: String?
  package private(set) var build: String?
  /// The site's root folder, relative to the project's; `nil` where it is not known.
  package private(set) var site: String?
  package private(set) var baseURL: String?
  /// Sentences about the origin of the settings.
  package private(set) var notes: [String] = []
  /// Sentences about files that would be deleted, deployed or taken for a source.
  package private(set) var warnings: [String] = []
  /// The one of them about files that the generator copies from the project into the site.
  private var sourceWarning: String?

  /// The folder for the tagged copy, relative to the project's root; `nil` where the site is the project itself.
  package var output: String? { site.flatMap { $0 == "." ? nil : $0 + "-tagged" } }

  /// The folders of a repository that may hold a generator's project.
  private static let subfolders = ["", "docs/", "doc/", "website/", "site/"]
  /// The folders that built sites are in, where no generator tells.
  private static let plainSites = [
    "public", "_site", "site", "dist", "build", "out", "output", "html", "public_html", "www", "docs",
  ]

  /// - Parameter folder: the project's root; `nil` to find it from the current folder upwards.
  package init(in folder: String?, home: String?) {
    if let folder {
      self.init(prefix: folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/", within: [""])
      if generator == nil { explain(generatedFolder: folder) }
      return
    }
    let folders = ProjectFolders(home: home)
    for prefix in folders.prefixes {
      let project = Project(prefix: prefix, within: prefix == folders.repository ? Self.subfolders : [""])
      if project.generator != nil {
        self = project
        return
      }
    }
    self.init(prefix: folders.repository ?? "", within: Self.subfolders)
  }

  private init(prefix: String, within subfolders: [String]) {
    self.prefix = prefix
    for folder in subfolders {
      for generator in Generator.all {
        guard let name = generator.files.first(where: { FileSystem.exists(prefix + folder + $0) }) else {
          continue
        }
        let file = GeneratorFile(prefix + folder + name)
        guard generator.tellingKeys.isEmpty || file.value(generator.tellingKeys) != nil else { continue }
        take(generator, file, name, in: folder)
        return
      }
    }
    let index = "index.html"
    site =
      (Self.plainSites.first { FileSystem.exists(prefix + $0 + "/" + index) })
      ?? (FileSystem.exists(prefix + index) ? "." : nil)
    warnAboutOwnFiles(nil)
  }

  /// - Parameters:
  ///   - name: the configuration's, relative to `folder`.
  ///   - folder: the generator's project relative to the root, with a slash at its end or empty.
  private mutating func take(_ generator: Generator, _ file: GeneratorFile, _ name: String, in folder: String)
  {
    self.generator = generator.name
    generatorFile = folder + name
    let command = Self.build(by: generator, name, in: prefix + folder)
    build = folder.isEmpty ? command : "(cd \(folder.dropLast()) && \(command))"
    if let fault = file.fault {
      notes.append("\(file.file) cannot be read (\(fault)): the folder is \(generator.name)'s default")
    }
    let isSplitSphinx = generator.name == "Sphinx" && name == "source/conf.py"
    let written = file.value(generator.siteKeys)?.text
    let base = isSplitSphinx ? "build/html" : generator.site
    // A `source/conf.py` stands beside its `build`.
    site = Self.normalized(PathNames.joined(folder, written ?? base))
    readAddress(generator, file, in: folder)
    warnAboutOwnFiles(generator)
    if generator.readsRoot, folder.isEmpty { warnAboutSource(generator, file) }
    let isProgram = ["py", "js", "mjs", "cjs", "ts", "mts"].contains { file.file.hasSuffix("." + $0) }
    if isProgram, written != nil || baseURL != nil {
      notes.append("\(file.file) is a program, of which texts alone are read: check the values")
    }
  }

  /// Returns the command that builds the site.
  /// - Parameters:
  ///   - name: the generator's configuration, relative to the folder.
  ///   - folder: the generator's project, with a slash at its end or empty.
  private static func build(by generator: Generator, _ name: String, in folder: String) -> String {
    switch generator.name {
    case "Sphinx" where !["Makefile", "makefile", "GNUmakefile"].contains { FileSystem.exists(folder + $0) }:
      name == "source/conf.py"
        ? "sphinx-build -b html source build/html" : "sphinx-build -b html . _build/html"
    // The site as it is published has its address there.
    case "Pelican" where FileSystem.exists(folder + "publishconf.py"): "pelican -s publishconf.py"
    default: generator.build
    }
  }

  private static func normalized(_ path: String) -> String {
    let names = path.split(separator: "/").filter { $0 != "." }
    return (path.hasPrefix("/") ? "/" : "") + (names.isEmpty ? "." : names.joined(separator: "/"))
  }

  private mutating func readAddress(_ generator: Generator, _ file: GeneratorFile, in folder: String) {
    var source = file
    if generator.name == "Pelican" {
      let publish = GeneratorFile(prefix + folder + "publishconf.py")
      if publish.value(generator.addressKeys)?.text.isEmpty == false { source = publish }
      if publish.value(["delete_output_directory"]) ?? file.value(["delete_output_directory"]) != nil {
        notes.append("DELETE_OUTPUT_DIRECTORY is set: Pelican empties \(site ?? "") at each build")
      }
    }
    guard let value = source.value(generator.addressKeys), !value.text.isEmpty else {
      if !generator.addressKeys.isEmpty {
        notes.append("\(file.file) tells no address: set base-url, for relative links and redirects")
      }
      return
    }
    let place = source.file + (value.line.map { ":\($0)" } ?? "")
    var address = value.text
    if let path = source.value(generator.pathKeys)?.text, path.contains(where: { $0 != "/" }) {
      address =
        (address.hasSuffix("/") ? String(address.dropLast()) : address) + (path.hasPrefix("/") ? "" : "/")
        + path
    }
    if !address.hasSuffix("/") { address += "/" }
    guard BaseURL.problem(with: address) == nil else {
      notes.append("\(place): “\(value.text)” is no address of a site: set base-url")
      return
    }
    guard !["//example.", "//www.example.", "//localhost", "//127.0.0.1"].contains(where: address.contains)
    else {
      notes.append("\(place): \(value.text) is a placeholder: set base-url to the site's address")
      return
    }
    baseURL = address
  }

  // MARK: Files that would be lost, deployed or built

  private static let ownFiles = RewriteOptions.defaultOwnFiles

  /// Tells of files in the site that belong beside its source.
  private mutating func warnAboutOwnFiles(_ generator: Generator?) {
    guard let site, site != "." else { return }
    for name in Self.ownFiles {
      let path = PathNames.joined(prefix + site, name)
      guard FileSystem.exists(path) else { continue }
      warnings.append("\(path) \(Self.fate(by: generator)): mv \(path) \(prefix)\(name)")
    }
  }

  /// Returns what the generator that writes a site does with a file of somebody else there, as in “is deleted by Jekyll at
  /// each build, or else deployed”; `nil` where no generator is known to write it.
  /// - Parameter site: the site's root.
  package static func fate(inSite site: String) -> String? {
    writer(ofSite: site).map { fate(by: $0.generator) }
  }

  /// Returns the sentence that keeps the generator of a site from copying the tool's files into it; `nil` where none is
  /// known to.
  package static func exclusion(inSite site: String) -> String? {
    guard let project = writer(ofSite: site)?.project else { return nil }
    return project.sourceWarning?.replacing(project.prefix, with: "")
  }

  /// Returns the project whose generator writes a site.
  private static func writer(ofSite site: String) -> (project: Project, generator: Generator)? {
    guard let real = try? FileSystem.realPath(site) else { return nil }
    var names = real.split(separator: "/")
    // A site lies at most two folders deep in its project, as Sphinx's does.
    for _ in 0..<3 where !names.isEmpty {
      names.removeLast()
      let folder = names.reduce("/") { $0 + $1 + "/" }
      let project = Project(prefix: folder, within: [""])
      guard let name = project.generator, let generator = Generator.all.first(where: { $0.name == name }),
        let written = project.site
      else { continue }
      let isWritten = (try? FileSystem.realPath(PathNames.joined(folder, written))) == real
      return isWritten ? (project, generator) : nil
    }
    return nil
  }

  /// True if a repository would take in the tagged copy, as none of its rules about what to ignore names it.
  package var copyIsTracked: Bool {
    guard let output, !output.hasPrefix("/"), !output.hasPrefix("..") else { return false }
    let folders = ProjectFolders(home: nil)
    guard let repository = folders.repository else { return false }
    let names = output.split(separator: "/").map(String.init)
    let ignored = Set(
      [prefix, repository].flatMap { folder -> [String] in
        guard let bytes = try? WholeFile.read(folder + ".gitignore", limit: WholeFile.settingsLimit) else {
          return []
        }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
          $0.split(separator: "/").filter { $0 != "**" }.joined(separator: "/")
        }
      })
    // The folder itself, one that it is in, or its name anywhere.
    return !names.indices.contains {
      ignored.contains(names[...$0].joined(separator: "/")) || ignored.contains(names[$0])
    }
  }

  private static func fate(by generator: Generator?) -> String {
    switch generator?.cleaning {
    case .always: "is deleted by \(generator?.name ?? "") at each build, or else deployed"
    case .on(let option): "is deployed with the site, and deleted by \(generator?.name ?? "") with \(option)"
    case nil: "is deployed with the site"
    }
  }

  /// Tells of files at the root that a generator would take into its site.
  private mutating func warnAboutSource(_ generator: Generator, _ file: GeneratorFile) {
    let copy = output.map { [$0 + "/"] } ?? []
    if generator.name == "Jekyll" {
      // Names that begin with _ are none of its sources.
      let names =
        Self.ownFiles + copy.filter { !$0.hasPrefix("_") && !$0.hasPrefix("/") && !$0.hasPrefix("..") }
      let excluded = (file.lists["exclude"] ?? []).map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
      let open = names.filter { name in
        !excluded.contains(name.hasSuffix("/") ? String(name.dropLast()) : name)
      }
      guard !open.isEmpty else { return }
      let list = open.joined(separator: ", ")
      let excludes = file.lists["exclude"] != nil
      let warning =
        "Jekyll copies what lies in its source into the site: "
        + (excludes ? "add \(list) to the list “exclude” of " : "put “exclude: [\(list)]” into ") + file.file
      sourceWarning = warning
      warnings.append(warning)
    } else if let name = copy.first {
      warnings.append(
        "\(generator.name) takes pages in \(name) for templates: put \(name) into .eleventyignore")
    }
  }

  /// Tells of a folder that a generator of the folder above it writes.
  private mutating func explain(generatedFolder folder: String) {
    guard let real = try? FileSystem.realPath(folder) else { return }
    let parent = PathNames.joined(folder, "..")
    let above = Project(prefix: parent + "/", within: [""])
    guard let name = above.generator, let site = above.site,
      let generated = try? FileSystem.realPath(PathNames.joined(parent, site)), generated == real,
      let generator = Generator.all.first(where: { $0.name == name })
    else { return }
    self.site = "."
    warnings = [
      "\(prefix)\(ConfigurationFile.name) \(Self.fate(by: generator)): write it beside the site's source with autotag init"
    ]
  }
}
