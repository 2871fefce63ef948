/// The project that a site's pages are made from.
package struct SourceProject: Sendable, Hashable {
  /// A site generator whose pages tell by their paths what they were made from; `nil` stands for any other.
  package enum Generator: String, Sendable, Hashable {
    case hugo = "Hugo"
    case jekyll = "Jekyll"
    case mkDocs = "MkDocs"
    case pelican = "Pelican"
    case sphinx = "Sphinx"
  }

  package let generator: Generator?

  /// The project's folder, absolute and without links.
  package let folder: String

  /// The folder of what pages are written in, absolute.
  package let content: String

  package init(_ generator: Generator?, folder: String, content: String) {
    (self.generator, self.folder, self.content) = (generator, folder, content)
  }
}

/// The file that a page was made from, as a hint for whoever mends it.
package struct PageSource: Sendable, Hashable {
  /// The path as `PathText` has it, relative to the site's root, or absolute.
  package let path: String
  /// The line from 1; `nil` where it is not known.
  package let line: Int?

  package init(path: String, line: Int? = nil) { (self.path, self.line) = (path, line) }
}
