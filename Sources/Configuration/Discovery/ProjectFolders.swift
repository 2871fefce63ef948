internal import AutoTagFiles

/// The folders that a project's files are looked for in: the current one and those above it, up to the root of the
/// repository. Outside of a repository it is the current folder alone, and nothing above the user's home counts: a file that
/// somebody left in `/tmp` or `/home` is nobody's setting.
package struct ProjectFolders: Sendable, Equatable {
  /// From the current folder upwards, each to be put in front of a name: ``, `../`, `../../` …
  package let prefixes: [String]
  /// The repository's root likewise; `nil` outside of one.
  package let repository: String?

  /// - Parameters:
  ///   - folder: the folder to begin with, absolute and without links; `nil` for the current one.
  ///   - home: the user's home, above which nothing is looked for.
  package init(from folder: String? = nil, home: String?) {
    guard let here = folder ?? (try? FileSystem.realPath(".")) else {
      (prefixes, repository) = ([""], nil)
      return
    }
    let home = home.flatMap { $0.isEmpty ? nil : try? FileSystem.realPath($0) }
    var names = here.split(separator: "/")
    var prefixes = [""]
    while true {
      let path = "/" + names.joined(separator: "/")
      // A folder, or in a worktree and a submodule a file.
      if FileSystem.exists((path == "/" ? "" : path) + "/.git") {
        repository = prefixes[prefixes.count - 1]
        self.prefixes = prefixes
        return
      }
      if names.isEmpty || path == home { break }
      names.removeLast()
      prefixes.append(prefixes[prefixes.count - 1] + "../")
    }
    (self.prefixes, repository) = ([""], nil)
  }

  /// The folders above a site outside of a repository that may be its project's, as many as a generator's output lies below
  /// its configuration.
  private static let mostAbove = 3

  /// Returns the folders above a file or folder that may be its project's, the nearest first, absolute: up to the repository's
  /// root, and outside of one a few, none of them above the home.
  /// - Parameter path: absolute and without links.
  static func above(_ path: String, home: String?) -> [String] {
    let project = ProjectFolders(from: path, home: home)
    let home = home.flatMap { try? FileSystem.realPath($0) }
    let count = project.repository == nil ? mostAbove : project.prefixes.count - 1
    var folders: [String] = []
    var folder = path
    for _ in 0..<count where folder != "/" && folder != home {
      folder = PathNames.folder(of: folder)
      folders.append(folder)
    }
    return folders
  }

  /// Returns the path of the first file of that name, from the current folder upwards; `nil` where there is none.
  func first(_ name: String) -> String? { prefixes.lazy.map { $0 + name }.first(where: FileSystem.exists) }
}
