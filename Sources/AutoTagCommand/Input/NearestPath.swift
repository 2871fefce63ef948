internal import AutoTagFiles
internal import AutoTagTracking
import SystemPackage

/// The file or folder that was meant by a path that is not there.
enum NearestPath {
  /// Returns the path with another last name, of what is there; `nil` where no name is near.
  static func of(_ path: String) -> String? {
    let path = path.hasSuffix("/") ? String(path.dropLast()) : path
    let folder = PathNames.folder(of: path)
    guard let name = path.split(separator: "/").last.map(String.init), !FileSystem.exists(path),
      let open = try? FileSystem.openFolder(
        FileName(folder), in: FileSystem.currentFolder, followsLinks: true)
    else { return nil }
    defer { try? open.close() }
    let names = ((try? FileSystem.entries(of: open)) ?? []).map(\.name).filter {
      name.hasPrefix(".") || !$0.isHidden
    }
    return NearestName.of(name, among: names.map(\.text)).map { PathNames.joined(folder, $0) }
  }

  /// Checks that a site is there where its name may be misspelt; of others their reader tells.
  static func expectSite(_ path: String) throws(CommandFailure) {
    if FileSystem.exists(path), try ArchiveInput(path) != nil {
      throw CommandFailure(
        exitStatus: ExitStatus.usage, message: "\(path) is a tar archive: unpack it, and name the folder")
    }
    guard let nearest = of(path) else { return }
    throw CommandFailure(
      exitStatus: ExitStatus.usage, message: "the site \(path) is not there: did you mean \(nearest)?")
  }
}
