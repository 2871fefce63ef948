/// The files that a redirect file may include by a name of theirs: those in its folder, in folders below, and in the site.
package struct IncludedFiles {
  package struct File: Sendable {
    /// The path as messages show it.
    package let name: String
    package let bytes: [UInt8]

    package init(name: String, bytes: [UInt8]) {
      self.name = name
      self.bytes = bytes
    }
  }

  package enum Found: Sendable {
    /// The files of a name, one, or of a pattern, in the order of their names and perhaps none.
    case files([File])
    /// The reason why they are not read, in words that go on from the name.
    case missing(String)
  }

  /// Returns the files of a name or, with `*`, `?` or `[`, of a pattern, as shells have them.
  /// - Parameters:
  ///   - name: as the redirect file writes it; relative to the folder of `file`.
  ///   - file: the path, as messages show it, of the file whose folder it is; `nil` for the one that was named.
  package let find: (_ name: String, _ file: String?) -> Found

  package init(find: @escaping (_ name: String, _ file: String?) -> Found) { self.find = find }

  /// No other file is read.
  package static var none: IncludedFiles { IncludedFiles { _, _ in .missing("is not read") } }

  package static func isPattern(_ name: String) -> Bool { name.contains { "*?[".contains($0) } }
}
