internal import AutoTagFiles

/// The names that a page's source may have, by the rules of site generators. Which of them is there is another matter.
///
/// As of Hugo 0.111, Jekyll 4.3, MkDocs 1.4 and Sphinx 5.3, whose pages the tests build.
struct SourceNames {
  /// The page without its ending, and without `index` where it is a folder's page: `posts/a` for `posts/a.html` and
  /// `posts/a/index.html`; empty for the site's start page.
  let stem: String
  /// True for `posts/a/index.html`.
  private let isFolder: Bool
  /// The page's own path.
  private let file: String

  /// - Parameter file: a page's path relative to the site's root; `nil` for what is none by its ending.
  init?(ofPage file: String) {
    guard let dot = file.lastIndex(of: "."), ["html", "htm"].contains(file[file.index(after: dot)...]) else {
      return nil
    }
    self.file = file
    let path = file[..<dot]
    isFolder = path == "index" || path.hasSuffix("/index")
    stem = String(isFolder ? path.dropLast("index".count + (path == "index" ? 0 : 1)) : path)
  }

  /// Returns the names relative to the folder of the content, the likeliest first.
  func candidates(_ generator: SourceProject.Generator) -> [String] {
    let start = stem.isEmpty ? "" : stem + "/"
    switch generator {
    case .hugo:
      return named(
        (stem.isEmpty ? [] : [stem, start + "index"]) + [start + "_index"],
        [
          "md", "markdown", "mdown", "html", "htm", "adoc", "asciidoc", "ad", "org", "rst", "pandoc", "pdc",
          "mmark",
        ])
    case .jekyll:
      let names = isFolder ? [start + "index"] + (stem.isEmpty ? [] : [stem]) : [stem]
      // A collection's folder begins with a line that its addresses do not have.
      let collections = names.filter { $0.contains("/") }.map { "_" + $0 }
      return named(names + collections, Self.markdown + ["html", "htm"])
    case .mkDocs:
      let names = isFolder ? (stem.isEmpty ? [] : [stem]) + [start + "index", start + "README"] : [stem]
      return named(names, Self.markdown)
    case .sphinx:
      return named(isFolder ? [start + "index"] + (stem.isEmpty ? [] : [stem]) : [stem], Self.sphinx)
    case .pelican:
      return []
    }
  }

  private static let markdown = ["md", "markdown", "mkdown", "mkdn", "mkd"]
  static let sphinx = ["rst", "md", "ipynb", "txt"]

  private func named(_ names: [String], _ endings: [String]) -> [String] {
    names.flatMap { name in endings.map { "\(name).\($0)" } }
  }

  /// The date and title of a blog's post, as `2024-01-02-title`: Jekyll's `/:categories/:year/:month/:day/:title`; `nil`
  /// where there is none.
  var datedName: String? {
    let names = stem.split(separator: "/").suffix(4)
    guard names.count == 4 else { return nil }
    let date = zip(names, [4, 2, 2])
    guard date.allSatisfy({ $0.utf8.count == $1 && $0.utf8.allSatisfy { 0x30...0x39 ~= $0 } }) else {
      return nil
    }
    return names.joined(separator: "-")
  }

  /// The last name of the page's address; `nil` for the start page.
  var slug: Substring? { stem.split(separator: "/").last }
}
