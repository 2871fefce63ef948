internal import AutoTagBytes
internal import AutoTagTracking

/// The use of a file of a stream, by its name, its size and its kind.
enum StreamedFile {
  case page(StreamedPath)
  /// A file that is no page; `nil` for one of no use to the site.
  case other(StreamedPath?)
  /// A file that has no place in a site, or a page that cannot be read.
  case refused(Problem)
  /// Something in an archive that is no file: a folder, a link, a device.
  case nothing
}

extension StreamedSite {
  func use(of head: RecordHead) -> StreamedFile {
    let path: StreamedPath
    do throws(StreamedPath.Refusal) {
      path = try self.path(head.name)
    } catch {
      return .refused(Problem(.pathRefused(because: error.reason), file: head.name.text))
    }
    var isPage = isPage(path)
    if case .url = head.name { isPage = !isExcluded(path) }
    guard isPage else { return .other(path) }
    return head.length <= PageRewriter.largestPage
      ? .page(path) : .refused(Problem(.pageTooLarge(head.length), file: path.file))
  }

  private func path(_ name: RecordHead.Name) throws(StreamedPath.Refusal) -> StreamedPath {
    switch name {
    case .path(let path):
      // A slash at the end is a folder's.
      if path.hasSuffix("/") { throw .init(reason: "names a folder") }
      return try StreamedPath(Array(path.utf8))
    case .url(let url): return try StreamedPath(url: url, of: site.address, rootPath: rootPath)
    }
  }

  /// Returns true for a page that turns out to be none: an address tells nothing of what is there, and a picture is no page.
  func isNoPage(_ page: [UInt8], _ head: RecordHead) -> Bool {
    if case .url = head.name { OtherFormat.of(page.span) != nil } else { false }
  }

  func use(of member: TarMember) -> StreamedFile {
    func refused(_ fault: Fault) -> StreamedFile {
      .refused(Problem(fault, file: PathText.of(member.name)))
    }
    let path: StreamedPath
    do throws(StreamedPath.Refusal) {
      path = try StreamedPath(member.name)
    } catch {
      // The root's own folder, say, is no file that could be a page.
      guard member.kind.isFile, let file = Self.lastName(member.name), isPage(file) else { return .nothing }
      return refused(.pathRefused(because: error.reason))
    }
    guard isPage(path) else {
      return member.kind == .file || member.kind == .sparse ? .other(path) : .nothing
    }
    switch member.kind {
    case .file where member.hasSizeInExtension:
      return refused(.memberLeft(because: "its size stands in a pax extension", fix: Self.madeAnew))
    case .file where member.size > PageRewriter.largestPage: return refused(.pageTooLarge(member.size))
    case .file: return .page(path)
    case .sparse:
      return refused(.memberLeft(because: "it is a sparse file", fix: "make the archive without --sparse"))
    case .part: return refused(.memberLeft(because: "it is a part of a file", fix: Self.madeAnew))
    case .hardLink:
      return refused(
        .memberLeft(
          because: "it is a second name of a page that came before, and shares its bytes",
          fix: "make the archive with --hard-dereference"))
    case .folder, .other: return .nothing
    }
  }

  private static let madeAnew = "make the archive anew, with --format=gnu"

  private static func lastName(_ path: [UInt8]) -> StreamedPath? {
    path.split(separator: UInt8(ascii: "/")).last.flatMap { try? StreamedPath($0) }
  }

  /// The problem of something behind the end of an archive.
  static var somethingBehindEnd: Problem {
    Problem(
      .memberLeft(
        because: "something stands behind the end of the archive", fix: "send one archive after the other"),
      file: "-")
  }
}

extension RecordHead.Name {
  var text: String {
    switch self {
    case .path(let text), .url(let text): text
    }
  }
}

extension TarMember.Kind {
  /// True for what has the bytes of a file, or some of them.
  fileprivate var isFile: Bool { [.file, .sparse, .part, .hardLink].contains(self) }
}
