internal import AutoTagBytes

/// The files and folders of a site, by path. Servers' rules ask for them (`-f`, `-d`, `try_files`, shadowing).
package struct SiteFiles: Sendable {
  package enum Kind: Sendable, Hashable { case file, folder }

  /// Returns the kind of what is at a path relative to the site's root, without a slash at its start or end, not
  /// percent-encoded; the root itself is the empty path.
  package let kind: @Sendable (_ path: String) -> Kind?

  package init(kind: @escaping @Sendable (_ path: String) -> Kind?) {
    self.kind = kind
  }

  /// A site of these files.
  /// - Parameter files: paths relative to the site's root, with `/`.
  package init(_ files: some Sequence<String>) {
    var kinds: [String: Kind] = ["": .folder]
    for file in files {
      kinds[file] = .file
      var folder = file[...]
      while let slash = folder.lastIndex(of: "/") {
        folder = folder[..<slash]
        if kinds.updateValue(.folder, forKey: String(folder)) != nil { break }
      }
    }
    self.init { [kinds] in kinds[$0] }
  }

  /// Returns the kind of what is at a decoded path of a request.
  func kind(at path: some Collection<UInt8>) -> Kind? {
    var path = Array(path)[...]
    while path.first == UInt8(ascii: "/") { path.removeFirst() }
    let endsInSlash = path.last == UInt8(ascii: "/")
    while path.last == UInt8(ascii: "/") { path.removeLast() }
    let found = kind(Array(path).text)
    // `/file.html/` is no file.
    return endsInSlash && found == .file ? nil : found
  }
}
