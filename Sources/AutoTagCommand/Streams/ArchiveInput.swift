import ArgumentParser
internal import AutoTagFiles
internal import AutoTagSite
import SystemPackage

/// A site in a tar archive that is named as a file.
struct ArchiveInput {
  let path: String
  private let status: FileSystem.Status

  /// - Returns: `nil` for what is no regular file with a member of an archive at its start.
  /// - Throws: `CommandFailure` for an archive that is compressed.
  init?(_ path: String) throws(CommandFailure) {
    guard let file = try? FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
    else { return nil }
    defer { try? file.close() }
    guard let status = try? FileSystem.status(of: file), status.kind == .file,
      let start = try? FileSystem.start(of: file, count: 512)
    else { return nil }
    (self.path, self.status) = (path, status)
    if TarStream.begins(start) { return }
    let endings = [".tar.gz", ".tgz", ".tar.zst", ".tzst", ".tar.xz", ".txz", ".tar.bz2", ".tbz2"]
    if endings.contains(where: path.lowercased().hasSuffix), let advice = TarStream.advice(start) {
      throw CommandFailure(exitStatus: ExitStatus.usage, message: "\(path): \(advice)")
    }
    return nil
  }

  /// The sentence about an archive where a command takes none, or not with what is named besides.
  func advice(for command: any ParsableCommand.Type) -> String {
    let shown = ShellText.quoted(path)
    switch command.configuration.commandName {
    case "audit":
      return
        "\(path) is a tar archive, and audit reads a folder or a stream: unpack it and name the folder, or send it through: "
        + "autotag scan \(shown) --output facts && autotag audit - --stream tar --facts facts < \(shown)"
    case "rewrite":
      return "\(path) is a tar archive, which stands alone: autotag rewrite \(shown) --output tagged.tar"
    default: return "\(path) is a tar archive: unpack it, and name the folder"
    }
  }

  /// Opens the archive from its start.
  /// - Throws: `SiteError` where it is no longer the file that it was.
  func open() throws(SiteError) -> FileDescriptor {
    do throws(Errno) {
      let file = try FileSystem.open(FileName(path), in: FileSystem.currentFolder, options: .nonBlocking)
      guard try FileSystem.status(of: file) != status else { return file }
      try? file.close()
    } catch {
      throw SiteError("the archive \(path) cannot be read: \(error.description)")
    }
    throw SiteError("the archive \(path) was changed by another program meanwhile: run again")
  }

  /// Throws where a path names the archive itself.
  func expectOther(_ output: String) throws(CommandFailure) {
    guard let real = try? FileSystem.realPath(output),
      let other = try? FileSystem.status(of: FileName(real), in: FileSystem.currentFolder)
    else { return }
    guard other.inode != status.inode || other.device != status.device else {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message: "the output \(output) is the archive itself: name another file, and rename it afterwards")
    }
    guard other.kind != .folder else {
      throw CommandFailure(
        exitStatus: ExitStatus.usage,
        message: "the output \(output) is a folder, and that of an archive is an archive: name a file")
    }
  }
}
