internal import AutoTagFiles

/// The files of a project that its generator copies into the site, or takes for pages of it, at each build.
struct SourceIntake {
  let generator: Generator
  /// The generator's configuration.
  let file: GeneratorFile
  /// The project's root, to be put in front of a name.
  let root: String

  /// Returns the files and folders of a list that would come into the site.
  /// - Parameter paths: relative to the project's root; a folder with a slash at its end.
  func taken(_ paths: [String]) -> [String] { paths.filter(takes) }

  private func takes(_ path: String) -> Bool {
    var names = path.split(separator: "/").map(String.init)
    guard !path.hasPrefix("/"), !names.isEmpty, names.first != ".." else { return false }
    if generator.readsRoot {
      let source = (file.value(Self.sourceKeys)?.text ?? "").split(separator: "/").filter { $0 != "." }
      // A program may put it together.
      if source.isEmpty, generator.name == "Eleventy", mentionsInput { return false }
      guard names.starts(with: source.map(String.init)) else { return false }
      names.removeFirst(source.count)
      guard !names.isEmpty else { return false }
      return generator.name == "Jekyll" ? !isLeftOutByJekyll(names) : !isIgnored(names)
    }
    let folders = generator.takenFolders + [file.value(Self.folderKeys)?.text].compactMap(\.self)
    return folders.contains { folder in
      let folder = folder.split(separator: "/").map(String.init)
      return names.count > folder.count && names.starts(with: folder)
    }
  }

  /// The keys of the folder that is read in place of the project's root, and of one that is read besides.
  private static let sourceKeys = ["source", "input"]
  private static let folderKeys = ["docs_dir", "staticdir", "contentdir", "source_dir"]

  private var mentionsInput: Bool {
    let bytes = (try? WholeFile.read(file.file, limit: WholeFile.settingsLimit)) ?? []
    return String(decoding: bytes, as: UTF8.self).contains("input:")
  }

  /// Returns true for what Jekyll leaves out by its name or by the list `exclude`.
  private func isLeftOutByJekyll(_ names: [String]) -> Bool {
    let isSpecial = names.contains { name in
      ["_", ".", "#"].contains { name.hasPrefix($0) } || name.hasSuffix("~")
    }
    if isSpecial || names[0] == "node_modules" { return true }
    return (file.lists["exclude"] ?? []).contains { entry in
      let entry = entry.split(separator: "/").joined(separator: "/")
      return names.indices.contains { index in
        let path = names[...index].joined(separator: "/")
        return path == entry || PathGlob.fault(in: entry) == nil && PathGlob(entry).matches(file: path)
      }
    }
  }

  /// Returns true for what Eleventy leaves out: what its own list and the repository's name.
  private func isIgnored(_ names: [String]) -> Bool {
    names[0] == "node_modules"
      || IgnoredPaths(files: [root + ".eleventyignore", root + ".gitignore"]).contain(names)
  }

  /// Returns the words that keep files and folders out of the site.
  /// - Parameter paths: with a slash at the end of a folder.
  func exclusion(of paths: [String]) -> String {
    let list = paths.joined(separator: ", ")
    guard generator.readsRoot else { return "choose a folder that is not in \(generator.name)'s source" }
    guard generator.name == "Jekyll" else { return "put \(list) into .eleventyignore" }
    return file.lists["exclude"] != nil
      ? "add \(list) to the list “exclude” of \(file.file)"
      : "put “exclude: [\(list)]” into \(file.file)"
  }
}

/// Lines of files such as `.gitignore` that name a file or folder as it is, without a wildcard.
struct IgnoredPaths {
  private let lines: Set<String>

  /// - Parameter files: of which some may not be there.
  init(files: [String]) {
    lines = Set(
      files.flatMap { file -> [String] in
        guard let bytes = try? WholeFile.read(file, limit: WholeFile.settingsLimit) else { return [] }
        return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map {
          $0.split(separator: "/").filter { $0 != "**" }.joined(separator: "/")
        }
      })
  }

  /// Returns true where a line names a path, a folder that it is in, or one of its names anywhere.
  func contain(_ names: [String]) -> Bool {
    names.indices.contains {
      lines.contains(names[...$0].joined(separator: "/")) || lines.contains(names[$0])
    }
  }
}
