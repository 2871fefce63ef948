package import AutoTagBytes
internal import AutoTagFiles
package import AutoTagTracking

/// The paths of a site's files as reports show them: from the folder that the program was run in, so that an editor that was
/// opened there finds them, and in CI the code host, which knows files by their paths in the repository. All reports but
/// those for programs name files by it.
package struct ShownPaths: Sendable, Hashable {
  /// The site's root; absolute where it was named so and is not inside that folder, and empty where it is that folder.
  package let root: String
  /// The folder that the program was run in and the site's root, absolute and without links; `nil` where they are not known.
  private let here: String?
  private let realRoot: String?

  /// - Parameters:
  ///   - site: the site's root as it was named.
  ///   - here: the folder that the program was run in, absolute and without links.
  ///   - realRoot: the site's root likewise.
  package init(site: String, here: String? = nil, realRoot: String? = nil) {
    (self.here, self.realRoot) = (here, realRoot)
    let named = Self.normalized(site)
    root = named.hasPrefix("/") ? realRoot.flatMap { Self.path($0, inside: here) } ?? named : named
  }

  /// - Parameter site: a folder that is there.
  package init(of site: String) {
    self.init(site: site, here: try? FileSystem.realPath("."), realRoot: try? FileSystem.realPath(site))
  }

  /// The files that those of the site are copies of; `nil` where nobody asks.
  private var origins: FileOrigins?

  /// Returns the same paths, with what tells of which files those of the site are copies.
  package func tracing(_ origins: FileOrigins) -> ShownPaths {
    var paths = self
    paths.origins = origins
    return paths
  }

  /// Returns a message with the files that it names, and those that these are copies of.
  package func named(_ words: MessageText) -> MessageText {
    words.naming({ path(of: $0) }, origin: { origin(of: $0) })
  }

  /// Returns the path of the file that one of the site is a copy of; `nil` for none.
  fileprivate func origin(of file: String) -> String? { origins?.find(file).map { path(of: $0) } }

  /// Returns the path of a file, both as `PathText` has them.
  /// - Parameter file: relative to the site's root, or absolute.
  package func path(of file: String) -> String {
    if file.hasPrefix("/") { return Self.path(file, inside: here) ?? file }
    // What stands above the root of a site behind a link is not above the link.
    if file.hasPrefix("../"), let realRoot, let here {
      let path = Self.normalized(realRoot + "/" + file)
      return Self.path(path, inside: here)
        ?? (root.hasPrefix("/") ? path : PathNames.way(from: here, to: path))
    }
    let path = Self.normalized(root + "/" + file, isRelative: !root.hasPrefix("/"))
    // Of a site that the folder is in, the way goes no further up than it has to.
    if path.hasPrefix("../"), let realRoot,
      let inside = Self.path(Self.normalized(realRoot + "/" + file), inside: here)
    {
      return inside
    }
    return path.isEmpty ? "." : path
  }

  /// Returns the path of a file for people and programs.
  package func shown(_ file: String) -> String { PathText.shown(path(of: file)) }

  /// Returns true if a path that `path(of:)` gave is inside the folder that the program was run in.
  package static func isInside(_ path: String) -> Bool {
    !path.hasPrefix("/") && !path.hasPrefix("../") && path != ".."
  }

  /// Returns the path of an absolute path from a folder; `nil` where it is not inside that folder.
  private static func path(_ path: String, inside folder: String?) -> String? {
    guard let folder else { return nil }
    if path == folder { return "" }
    let start = folder == "/" ? folder : folder + "/"
    return path.hasPrefix(start) ? String(path.dropFirst(start.count)) : nil
  }

  /// Without empty names and `.`, and without `..` where something stands before it.
  private static func normalized(_ path: String, isRelative: Bool = false) -> String {
    let isAbsolute = path.hasPrefix("/") && !isRelative
    var names: [Substring] = []
    for name in path.split(separator: "/") where name != "." {
      if name == "..", let last = names.last, last != ".." {
        names.removeLast()
      } else if name != ".." || !isAbsolute {
        names.append(name)
      }
    }
    return (isAbsolute ? "/" : "") + names.joined(separator: "/")
  }
}

extension Problem {
  /// Returns the problem with all files named from the folder that the program was run in.
  package func naming(_ paths: ShownPaths) -> Problem {
    let place = line.map { ":\($0)" } ?? ""
    let origin = paths.origin(of: path).map { " (made from \(MessageText.path($0))\(place))" } ?? ""
    return Problem(
      severity, file: paths.path(of: path), line: line, column: column, code: kind,
      message: paths.named(words).source + origin)
  }
}
