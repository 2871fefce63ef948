internal import AutoTagFiles
internal import AutoTagRedirects
internal import AutoTagWebURL

/// The place in its site of a file that comes in a stream.
struct StreamedPath: Hashable {
  /// The names from the root on.
  let names: [FileName]

  /// The path as `PathText` has it, with `/`.
  var file: String { FileName.displayPath(names) }

  var folder: [FileName] { Array(names.dropLast()) }

  private init(names: [FileName]) { self.names = names }

  /// True for files of the tool's own, which are no part of the site.
  var isOwn: Bool { names.count == 1 && RewriteOptions.defaultOwnFiles.contains(file) }

  /// The page that a file of this name holds in compressed form; `nil` for other names.
  var compressedPage: StreamedPath? {
    names.last.flatMap(CompressedName.page).map { StreamedPath(names: names.dropLast() + [$0]) }
  }

  /// The reason why a path is none of a site.
  struct Refusal: Error, Equatable {
    /// The clause that follows the path.
    let reason: String
  }

  /// - Parameter bytes: a path from the site's root; `./` at its start and empty names in it mean nothing.
  init(_ bytes: some Collection<UInt8>) throws(Refusal) {
    if bytes.isEmpty { throw Refusal(reason: "is empty") }
    if bytes.contains(0) { throw Refusal(reason: "holds a NUL") }
    if bytes.first == UInt8(ascii: "/") {
      throw Refusal(reason: "is absolute, and paths begin at the site's root")
    }
    var names: [FileName] = []
    for name in bytes.split(separator: UInt8(ascii: "/")) where !name.elementsEqual(".".utf8) {
      if name.elementsEqual("..".utf8) { throw Refusal(reason: "leads out of its folder with ..") }
      names.append(FileName(name))
    }
    self.names = names
    if names.isEmpty { throw Refusal(reason: "names no file") }
  }

  /// The place of a page that is known by its address. An address with a slash at its end is its folder's `index.html`.
  /// - Parameters:
  ///   - site: the site's address, without a host where it is not known; then that of the page is taken for it.
  ///   - rootPath: the path of the site's root in addresses, with a slash at its end.
  init(url: String, of site: SiteAddress, rootPath: String) throws(Refusal) {
    guard let address = WebURL(url), address.origin.isHTTP, address.host != nil else {
      throw Refusal(reason: "is no http or https address")
    }
    guard site.root.host == nil || site.contains(address) else {
      throw Refusal(reason: "is no address of the site \(site.root)")
    }
    guard address.path.hasPrefix(rootPath) else {
      throw Refusal(reason: "is not below the site's root, \(rootPath)")
    }
    let rest = address.path.utf8.dropFirst(rootPath.utf8.count)
    var names: [FileName] = []
    for part in rest.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
      let name = URLEncoding.decoded(part)
      guard !name.contains(0), !name.contains(UInt8(ascii: "/")) else {
        throw Refusal(reason: "has a NUL or a slash in a name")
      }
      names.append(FileName(name))
    }
    if names.last?.bytes.isEmpty == true { names[names.count - 1] = FileName("index.html") }
    self.names = names
  }
}
