internal import AutoTagBytes
internal import AutoTagWebURL

/// The folder that addresses are mapped to. Its real path is not known; a character that no path has stands
/// for it, so that rules which put it together with other text, and tests of files, can be followed.
struct ApacheDocumentRoot: Sendable {
  static let path: [UInt8] = [0x2F, 0x01]
  private let rootPath: [UInt8]
  private let files: SiteFiles

  init(site: SiteAddress, files: SiteFiles) {
    rootPath = URLEncoding.decoded(site.rootPath.utf8)
    self.files = files
  }

  static func isIn(_ text: [UInt8]) -> Bool { text.contains(0x01) }

  /// Returns true if a pattern finds the same in a path whatever folder it is in: what it asks for is in the site's part.
  func makesNoDifference(_ pattern: Pattern, _ text: [UInt8]) -> Bool {
    // Such a pattern begins with a folder's own path.
    if let prefix = pattern.literalPrefix, prefix.count > 1 { return false }
    func isMatch(_ text: [UInt8]) -> Bool? {
      switch pattern.match(text) {
      case .match: true
      case .noMatch: false
      case .gaveUp: nil
      }
    }
    guard let first = isMatch(text) else { return false }
    return Self.usualPaths.allSatisfy { isMatch(text.replacing(Self.path, with: $0)) == first }
  }

  /// Folders that sites are in.
  private static let usualPaths = [
    "/var/www/html", "/home/u123/public_html", "/home/u123/domains/shop.example/htdocs", "/srv/www/web",
  ].map { [UInt8]($0.utf8) }

  /// Returns a path of an address, relative to the site.
  func relative(_ path: [UInt8]) -> [UInt8] {
    path.starts(with: rootPath) ? Array(path[rootPath.count...]) : path
  }

  /// Returns the kind of what a path of an address leads to.
  func kind(_ path: [UInt8]) -> SiteFiles.Kind? {
    if path.starts(with: rootPath) { return files.kind(at: path[rootPath.count...]) }
    // The folders that the site's own is in.
    return rootPath.starts(with: path.last == 0x2F ? path : path + [0x2F]) ? .folder : nil
  }

  /// Returns the kind of what a path leads to that is relative to the site.
  func kind(ofServed path: [UInt8]) -> SiteFiles.Kind? { files.kind(at: path) }

  /// Returns the file that httpd maps an address to, and the rest of the path behind it: the walk ends at the first
  /// name that is no folder.
  func translated(_ path: [UInt8]) -> (file: [UInt8], pathInfo: [UInt8]) {
    var index = 1
    while index <= path.count {
      let end = path[index...].firstIndex(of: 0x2F) ?? path.count
      if end == path.count { break }
      if kind(Array(path[..<end])) != .folder {
        return (Self.path + path[..<end], Array(path[end...]))
      }
      index = end + 1
    }
    return (Self.path + path, [])
  }

  /// Returns the kind of a file path that a rule put together; `nil` at the outer level where the path is none of the
  /// site's.
  func kind(ofFile file: [UInt8]) -> SiteFiles.Kind?? {
    guard file.starts(with: Self.path) else { return .none }
    let path = Array(file[Self.path.count...])
    return .some(kind(path.first == 0x2F ? path : [0x2F] + path))
  }
}
