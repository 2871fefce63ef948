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
  /// True if the folder is the site as its generator writes it, and no project.
  package private(set) var isGenerated = false
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
      tellOthers(in: [""])
      return
    }
    let folders = ProjectFolders(home: home)
    for prefix in folders.prefixes {
      let project = Project(prefix: prefix, within: prefix == folders.repository ? Self.subfolders : [""])
      if project.generator != nil {
        self = project
        tellOthers(in: prefix == folders.repository ? Self.subfolders : [""])
        return
      }
    }
    self.init(prefix: folders.repository ?? "", within: Self.subfolders)
    if prefix.isEmpty { explain(generatedFolder: ".") }
  }

  private init(prefix: String, within subfolders: [String]) {
    self.prefix = prefix
    for folder in subfolders {
      for generator in Generator.all {
        guard let (name, file) = Self.file(of: generator, in: prefix + folder) else { continue }
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

  /// Returns the configuration that a generator has in a folder, and its name there; `nil` where there is none.
  /// - Parameter folder: with a slash at its end, or empty.
  private static func file(of generator: Generator, in folder: String) -> (name: String, file: GeneratorFile)?
  {
    guard let name = generator.files.first(where: { FileSystem.exists(folder + $0) }) else { return nil }
    let file = GeneratorFile(folder + name)
    guard generator.tellingKeys.isEmpty || file.value(generator.tellingKeys) != nil else { return nil }
    return (name, file)
  }

  /// Tells of the configurations of other generators, and how to choose one of them.
  private mutating func tellOthers(in subfolders: [String]) {
    guard let generatorFile, let generator else { return }
    var seen = Set([generatorFile])
    for folder in subfolders {
      // Of two that share a file the first one that recognises it counts.
      for other in Generator.all where other.name != generator {
        guard let (name, file) = Self.file(of: other, in: prefix + folder),
          seen.insert(folder + name).inserted
        else { continue }
        let site = Self.normalized(
          PathNames.joined(folder, file.value(other.siteKeys)?.text ?? other.site))
        notes.append(
          "\(file.file) is there too, of \(other.name), and \(generatorFile) was chosen: if \(other.name) builds the site, "
            + "put “site: \(site)” and “output: \(site)-tagged” into \(ConfigurationFile.name)"
            + (folder.isEmpty ? "" : ", or write one for it with autotag init \(prefix)\(folder.dropLast())"))
      }
    }
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
    let files = [prefix, repository].map { $0 + ".gitignore" }
    return !IgnoredPaths(files: files).contain(output.split(separator: "/").map(String.init))
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
    let intake = SourceIntake(generator: generator, file: file, root: prefix)
    // Eleventy takes pages alone, and none of the tool's files is one.
    let taken = intake.taken((generator.name == "Jekyll" ? Self.ownFiles : []) + copy)
    guard !taken.isEmpty else { return }
    let deed =
      generator.name == "Jekyll"
      ? "Jekyll copies what lies in its source into the site"
      : "\(generator.name) takes pages in \(taken.joined(separator: ", ")) for templates"
    let warning = "\(deed): \(intake.exclusion(of: taken))"
    sourceWarning = warning
    warnings.append(warning)
  }

  /// Returns the sentence about a folder for the tagged copy of a site that the site's generator takes into the site again at its
  /// next build; `nil` where it does not, or no generator is known.
  /// - Parameter output: may not be there yet.
  package static func intake(of output: String, ofSite site: String) -> String? {
    guard let (project, generator) = writer(ofSite: site), let name = project.generatorFile,
      let root = try? FileSystem.realPath(project.prefix), let here = try? FileSystem.realPath(".")
    else { return nil }
    // The part of the path that is there, without links.
    var (there, rest) = (output, [String]())
    while !FileSystem.exists(there), there != ".", there != "/" {
      rest.insert(there.split(separator: "/").last.map(String.init) ?? "", at: 0)
      there = PathNames.folder(of: there.hasSuffix("/") ? String(there.dropLast()) : there)
    }
    guard let start = try? FileSystem.realPath(there) else { return nil }
    let way = PathNames.way(from: root, to: rest.reduce(start) { PathNames.joined($0, $1) })
    let intake = SourceIntake(
      generator: generator, file: GeneratorFile(project.prefix + name), root: project.prefix)
    guard !intake.taken([way + "/"]).isEmpty else { return nil }
    let advice = intake.exclusion(of: [way + "/"]).replacing(
      project.prefix, with: root == here ? "" : PathNames.way(from: here, to: root) + "/")
    return
      "\(output) lies in the source of \(generator.name), whose next build takes it into the site, so that both grow with each: "
      + advice
  }

  /// Tells of a folder that a generator of the folder above it writes.
  private mutating func explain(generatedFolder folder: String) {
    guard let writer = Self.writer(ofSite: folder), let here = try? FileSystem.realPath("."),
      let root = try? FileSystem.realPath(writer.project.prefix)
    else { return }
    site = "."
    isGenerated = true
    let way = PathNames.way(from: here, to: root)
    let command = way == "." ? "autotag init" : "(cd \(way) && autotag init)"
    warnings = [
      "this folder is what \(writer.generator.name) writes, so that \(prefix)\(ConfigurationFile.name) "
        + "\(Self.fate(by: writer.generator)): remove it, and write it beside the site's source with \(command)"
    ]
  }
}
