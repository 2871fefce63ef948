internal import AutoTagFiles

// What a configuration that is to be written has to do with those that are there.

extension ConfigurationSearch {
  /// Returns the reason why a new configuration would not be the one that counts; `nil` where it would.
  /// - Parameters:
  ///   - path: its path from the current folder.
  ///   - isNamed: true if its folder was named, so that the current one may be outside of its project.
  package static func fault(ofNew path: String, isNamed: Bool, home: String?) -> String? {
    let folder = PathNames.folder(of: path)
    if let wrong = ConfigurationFile.misnamed(in: folder == "." ? "" : folder + "/") {
      return "\(wrong) is there, and a configuration is called \(ConfigurationFile.name): mv \(wrong) \(path)"
    }
    guard !isNamed else { return nil }
    for prefix in ProjectFolders(home: home).prefixes {
      let file = prefix + ConfigurationFile.name
      // What is there already is told of by who creates the file.
      if file == path { return nil }
      if FileSystem.exists(file) {
        return
          "\(file) is there, which counts in this folder: change that one, or name the folder of another, as in autotag init DIR"
      }
      if let wrong = ConfigurationFile.misnamed(in: prefix) {
        return
          "\(wrong) is there, and a configuration is called \(ConfigurationFile.name): mv \(wrong) \(file)"
      }
    }
    return nil
  }

  /// Returns the sentence about a configuration above a new one that counted in its folder so far; none where there is none.
  package static func consequences(ofNew path: String, home: String?) -> [String] {
    let folder = PathNames.folder(of: path)
    guard let real = try? FileSystem.realPath(folder), let here = try? FileSystem.realPath(".") else {
      return []
    }
    let above = ProjectFolders(from: real, home: home).prefixes.dropFirst().map {
      PathNames.joined(folder, $0 + ConfigurationFile.name)
    }
    guard let file = above.first(where: FileSystem.exists), let other = try? FileSystem.realPath(file) else {
      return []
    }
    let shown = PathNames.way(from: here, to: other)
    return ["\(shown) counted in this folder so far, and from now on \(path) does, alone"]
  }
}
