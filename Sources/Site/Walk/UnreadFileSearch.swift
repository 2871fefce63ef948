internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagTracking
internal import SystemPackage

/// Looks into files that are no pages for addresses of tracking groups, a piece at a time, up to the first one. Each thread
/// has one of its own.
///
/// Only text is looked into. A file is taken for something else, and passed over, by the ending of its name (pictures,
/// fonts, archives …, which are most of the bytes of a site; style sheets, plain text and programs, which hold no links
/// that a browser shows), and as `AddressPieces` has it. Redirect files are read elsewhere, and what the configuration excludes
/// is left alone.
struct UnreadFileSearch {
  private(set) var found = UnreadFiles()
  private var pieces: AddressPieces
  private let redirects: RedirectFiles
  private let included: Set<String>
  private let isIgnored: @Sendable (String) -> Bool
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 17

  /// - Parameters:
  ///   - included: the real paths of files that redirect files include, which are read as parts of those.
  ///   - isIgnored: true for files, by their paths, that nobody wants to hear of.
  init(
    groups: [TrackingGroup], redirects: RedirectFiles, included: Set<String> = [],
    isIgnored: @escaping @Sendable (String) -> Bool
  ) {
    self.included = included
    pieces = AddressPieces(AddressSearch(groups: groups))
    self.redirects = redirects
    self.isIgnored = isIgnored
  }

  mutating func look(at file: SiteFile, in folder: SiteFolder) {
    guard case .asset(isExcluded: false) = file.role, Self.isLookedInto(file.name),
      holdsAddress(file.name, in: folder)
    else { return }
    let path = folder.displayPath(file.name)
    guard !redirects.isNamed(path, or: included), !isIgnored(path) else { return }
    found.note(file.name, file: path)
  }

  /// A file that cannot be read is reported by who copies it.
  private mutating func holdsAddress(_ name: FileName, in folder: SiteFolder) -> Bool {
    guard let file = try? FileSystem.open(name, in: folder.source) else { return false }
    defer { try? file.close() }
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: Self.bufferSize) }
    pieces.start()
    while !pieces.isDecided, let length = try? FileSystem.readSome(file, into: &buffer) {
      guard length > 0 else {
        pieces.finish()
        break
      }
      pieces.add(buffer[..<length])
    }
    return pieces.isFound
  }

  /// Returns true for a file that is no page and that may hold text with links, by its name.
  static func isLookedInto(_ name: FileName) -> Bool {
    mayBeText(name) && RedirectFormat.of(fileName: name.text) == nil
  }

  private static func mayBeText(_ name: FileName) -> Bool {
    !others.contains(UnreadFiles.ending(of: name)) && name != headersFile
  }

  /// Headers of static hosts: a content security policy names hosts and is no link.
  private static let headersFile = FileName("_headers")

  private static let others: Set<String> = [
    // Pictures, sound and film
    "apng", "avif", "bmp", "gif", "heic", "ico", "jfif", "jpeg", "jpg", "jxl", "png", "psd", "tif", "tiff",
    "webp",
    "aac", "flac", "m4a", "mid", "mp3", "oga", "ogg", "opus", "wav", "weba",
    "avi", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "ogv", "webm", "wmv",
    // Fonts
    "eot", "otf", "ttc", "ttf", "woff", "woff2",
    // Archives, compressed files and programs
    "7z", "apk", "br", "bz2", "deb", "dmg", "exe", "gz", "iso", "jar", "rar", "rpm", "tar", "tgz", "wasm",
    "xz", "zip",
    "zst", "bin", "class", "dll", "so",
    // Documents in formats of their own
    "doc", "docx", "epub", "mobi", "odp", "ods", "odt", "pdf", "ppt", "pptx", "xls", "xlsx",
    // Text that no browser shows with links
    "css", "less", "log", "map", "sass", "scss", "txt",
    // Programs as their authors write them
    "c", "cc", "cpp", "cs", "go", "h", "hpp", "java", "py", "rb", "rs", "sh", "swift",
  ]
}
