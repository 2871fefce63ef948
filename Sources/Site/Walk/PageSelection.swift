internal import AutoTagFiles

/// The files of a site that are pages.
struct PageSelection: Sendable {
  private let include: [PathGlob]
  private let exclude: [PathGlob]
  /// The globs that are to match something, as they are written: those of what is excluded, and those of pages but for the
  /// defaults, of which a site may well lack some.
  let watched: [WatchedGlob]
  /// The only files that may be pages, by their names from the root; `nil` for all.
  private let named: Set<[FileName]>?

  /// A glob that nothing matched so far.
  struct WatchedGlob: Sendable {
    let text: String
    let glob: PathGlob
  }

  init(include: [String], exclude: [String], named: Set<[FileName]>? = nil) {
    self.named = named
    self.include = include.map(PathGlob.init)
    self.exclude = exclude.map(PathGlob.init)
    let texts = exclude + include.filter { !RewriteOptions.defaultInclude.contains($0) }
    watched = texts.map { WatchedGlob(text: $0, glob: PathGlob($0)) }
  }

  /// Returns true if a folder, and so all that is in it, holds no pages.
  func excludesFolder(_ path: [FileName]) -> Bool {
    exclude.contains { $0.matches(path) }
  }

  /// Returns true if a file, whose folder is not excluded, is a page.
  func isPage(_ name: FileName, in folder: [FileName]) -> Bool {
    include.contains { $0.matches(name, in: folder) } && !excludes(name, in: folder)
      && isNamed(name, in: folder)
  }

  /// Returns false for a file that the run is not about.
  func isNamed(_ name: FileName, in folder: [FileName]) -> Bool { named?.contains(folder + [name]) ?? true }

  /// Returns true if a file, whose folder is not excluded, is to be left alone.
  func excludes(_ name: FileName, in folder: [FileName]) -> Bool {
    exclude.contains { $0.matches(name, in: folder) }
  }
}
