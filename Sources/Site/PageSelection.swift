internal import AutoTagFiles

/// Which files of a site are pages.
struct PageSelection: Sendable {
  private let include: [PathGlob]
  private let exclude: [PathGlob]

  init(include: [String], exclude: [String]) {
    self.include = include.map(PathGlob.init)
    self.exclude = exclude.map(PathGlob.init)
  }

  /// Whether a folder, and so all that is in it, holds no pages.
  func excludesFolder(_ path: [FileName]) -> Bool {
    exclude.contains { $0.matches(path) }
  }

  /// Whether a file is a page; its folder is not excluded.
  func isPage(_ name: FileName, in folder: [FileName]) -> Bool {
    include.contains { $0.matches(name, in: folder) } && !exclude.contains { $0.matches(name, in: folder) }
  }
}
