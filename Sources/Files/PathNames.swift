/// Paths as texts, as a user writes and reads them.
package enum PathNames {
  /// The folder of a file: `.` for a name alone.
  package static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path in a folder, in the shortest form: without a `.` in front. An absolute path stays.
  package static func joined(_ folder: String, _ path: String) -> String {
    if path.hasPrefix("/") || folder.isEmpty || folder == "." { return path }
    if path == "." { return folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder }
    return folder.hasSuffix("/") ? folder + path : folder + "/" + path
  }

  /// The way from one folder to another; both are absolute and without links.
  package static func way(from start: String, to target: String) -> String {
    let (start, target) = (start.split(separator: "/"), target.split(separator: "/"))
    var common = 0
    while common < min(target.count, start.count), target[common] == start[common] { common += 1 }
    let names = Array(repeating: "..", count: start.count - common) + target[common...].map(String.init)
    return names.isEmpty ? "." : names.joined(separator: "/")
  }
}
