package import AutoTagAudit
internal import AutoTagFiles

extension SourceProject {
  /// The folders above a site's that are looked at, as many as Sphinx's `docs/_build/html` is below its `conf.py`, and one
  /// more.
  private static let mostFolders = 3

  /// Finds the project that a site is made from: the nearest folder above it, or the current one, that has a generator's
  /// configuration; `nil` where there is none.
  package static func find(madeFrom site: String) -> SourceProject? {
    guard let root = try? FileSystem.realPath(site) else { return nil }
    var folders: [String] = []
    var names = root.split(separator: "/")
    for _ in 0..<mostFolders where names.count > 1 {
      names.removeLast()
      folders.append("/" + names.joined(separator: "/"))
    }
    if let here = try? FileSystem.realPath("."), !folders.contains(here) { folders.append(here) }
    for folder in folders {
      let project = Project(in: folder, home: nil)
      if let file = project.generatorFile, let found = SourceProject(project, file) { return found }
    }
    return nil
  }

  /// - Parameter file: the generator's configuration relative to the project.
  private init?(_ project: Project, _ file: String) {
    guard let root = try? FileSystem.realPath(project.prefix) else { return nil }
    let path = PathNames.joined(root, file)
    let settings = GeneratorFile(path)
    let beside = PathNames.folder(of: path)
    func folder(_ key: String, _ usual: String, in start: String) -> String {
      let name = settings.value([key])?.text ?? usual
      let path = PathNames.joined(start, name.hasSuffix("/") ? String(name.dropLast()) : name)
      return (try? FileSystem.realPath(path)) ?? path
    }
    let generator = project.generator.flatMap(Generator.init(rawValue:))
    let content =
      switch generator {
      // `config/_default/hugo.toml` is not in the folder that paths are relative to.
      case .hugo: folder("contentdir", "content", in: root)
      case .jekyll: folder("source", ".", in: root)
      case .mkDocs: folder("docs_dir", "docs", in: beside)
      case .pelican: folder("path", "content", in: beside)
      case .sphinx: beside
      case nil: root
      }
    self.init(generator, folder: root, content: content)
  }
}
