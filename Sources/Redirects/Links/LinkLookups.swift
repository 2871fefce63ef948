internal import AutoTagBytes
internal import AutoTagHTML
internal import AutoTagTracking
internal import AutoTagWebURL

/// A cache from the bytes of a page's links, as they are written, to what redirects have to do with them. Pages of a
/// site link to the same addresses over and over, and the path filter rules out most of them: the first are looked up
/// once, the others are never parsed. Each worker has one of its own.
package final class LinkLookups {
  private let scan: RedirectScan
  private let siteFilter: RedirectPathFilter
  /// True if links with a whole address may be the site's own.
  private let isSiteUnknown: Bool
  /// The page's path relative to the site's root, and its address, made for the first link that is looked up.
  private var file = ""
  private var page: WebURL?
  /// The folder of the page's path, and that of its address, which relative links are put after.
  private var fileFolder: Substring.UTF8View?
  private var folder: [UInt8] = []
  private var depth = 0
  /// The first name of the folder's path; `nil` where it may be written in other ways.
  private var folderName: RedirectPathFilter.FirstName?
  private var known: [HrefKey: RedirectLookup?] = [:]
  private var key = HrefKey()
  /// Memory does not grow with the site: a full store is emptied.
  private static let mostKnown = 10_000
  /// Longer links are rare and hardly ever the same.
  private static let longestKept = 512

  package init(_ scan: RedirectScan) {
    self.scan = scan
    siteFilter = scan.pathFilter
    isSiteUnknown = scan.map.site.isUnknown
  }

  /// - Parameter file: the page's path relative to the site's root. Links are those of a page without a base.
  package func start(page file: String) {
    self.file = file
    page = nil
    let slash = file.utf8.lastIndex(of: UInt8(ascii: "/")) ?? file.utf8.startIndex
    let own = file[..<slash].utf8
    if let fileFolder, fileFolder.elementsEqual(own) { return }
    fileFolder = own
    let path = Array(address().path.utf8)
    let end = (path.lastIndex(of: UInt8(ascii: "/")) ?? 0) + 1
    folder = Array(path[..<end])
    depth = folder.count { $0 == UInt8(ascii: "/") } - 1
    let name = Array(folder.dropFirst().prefix { $0 != UInt8(ascii: "/") })
    folderName = depth > 0 && name.allSatisfy(Self.isPlain) ? siteFilter.firstName(name.span) : nil
  }

  private func address() -> WebURL {
    let address = page ?? scan.address(ofPage: file)
    page = address
    return address
  }

  /// Returns what redirects have to do with a link; `nil` where they have nothing to do with it.
  /// - Parameter raw: the value of `href` as it is written.
  package func lookup(_ raw: Span<UInt8>) -> RedirectLookup? {
    relevance(of: raw) == .none ? nil : find(raw)
  }

  /// Returns the same for a link that names no host; `nil` for any other.
  package func lookupOnSite(_ raw: Span<UInt8>) -> RedirectLookup? {
    relevance(of: raw) == .site ? find(raw) : nil
  }

  /// Returns true if redirects may have to do with a link that names no host. False positives are possible, false
  /// negatives are not.
  package func mayMatter(_ raw: Span<UInt8>) -> Bool { relevance(of: raw) == .site }

  private func find(_ raw: Span<UInt8>) -> RedirectLookup? {
    // A query alone belongs to the page, not to its folder; white space may stand before one.
    let isKept =
      raw.count > 0 && raw.count <= Self.longestKept && raw[0] > 0x20 && raw[0] != UInt8(ascii: "?")
      && raw[0] != UInt8(ascii: "&")
    if isKept {
      key.bytes.removeAll(keepingCapacity: true)
      // What begins with a slash is the same on all pages. No value that is kept begins with NUL.
      if raw[0] != UInt8(ascii: "/") {
        key.bytes.append(0)
        key.bytes += folder
        key.bytes.append(0)
      }
      for index in raw.indices { key.bytes.append(raw[index]) }
      if let found = known[key] { return found }
    }
    let href = String(decoding: CharacterReferences.decode(raw).bytes, as: UTF8.self)
    let found = scan.lookup(href, relativeTo: address())
    if isKept {
      if known.count == Self.mostKnown { known.removeAll(keepingCapacity: true) }
      // A copy of its own: the buffer has room for the longest link there was, and a slice would share it.
      var copy = HrefKey()
      copy.bytes.reserveCapacity(key.bytes.count)
      copy.bytes += key.bytes
      known[copy] = .some(found)
    }
    return found
  }

  private enum Relevance {
    /// No redirect has to do with the link.
    case none
    /// Redirects of the site may.
    case site
    /// The link names a host, which decides.
    case host
  }

  /// Returns the relevance by a path's first and last names. False negatives (`none`) are not possible.
  private func relevance(of raw: Span<UInt8>) -> Relevance {
    // Empty or a fragment alone: the link stays on the page, whatever redirects there.
    let visible = raw.indices.first { raw[$0] > 0x20 }
    // HTML reads NUL as U+FFFD, with which a path begins.
    if (0..<(visible ?? raw.count)).contains(where: { raw[$0] == 0 }) { return .site }
    guard let first = visible, raw[first] != UInt8(ascii: "#") else { return .none }
    guard first == 0 else { return .site }
    var start = 0
    if raw[0] == UInt8(ascii: "/") {
      start = 1
      if raw.count > 1, raw[1] == UInt8(ascii: "/") { return relevance(ofHostAt: 2, raw) }
    }
    var index = start
    var nameEnd: Int?
    var lastStart = start
    var climbs = 0
    path: while index < raw.count {
      switch raw[index] {
      case UInt8(ascii: "/"):
        if nameEnd == nil { nameEnd = index }
        lastStart = index + 1
        // What is relative to such a path is relative to another folder than its file's.
        if index + 1 < raw.count, raw[index + 1] == UInt8(ascii: "/") { return .site }
      case UInt8(ascii: "."):
        if index + 1 < raw.count, raw[index + 1] == UInt8(ascii: ".") { climbs += 1 }
      case UInt8(ascii: "?"), UInt8(ascii: "#"):
        break path
      case UInt8(ascii: ":"):
        guard nameEnd == nil, start == 0 else { return .site }
        if Self.isOtherScheme(raw.extracting(0..<index)) { return .none }
        return Self.isWeb(raw.extracting(0..<index)) && index + 2 < raw.count
          && raw[index + 1] == UInt8(ascii: "/") && raw[index + 2] == UInt8(ascii: "/")
          ? relevance(ofHostAt: index + 3, raw) : .site
      case let byte where !Self.isPlain(byte):
        return .site
      default: break
      }
      index += 1
    }
    let last = raw.extracting(lastStart..<index)
    // A dot segment stands for the name of a folder.
    if last.count > 0, last.count < 3, last.indices.allSatisfy({ last[$0] == UInt8(ascii: ".") }) {
      return .site
    }
    if start == 0, depth > 0, index > 0 {
      guard climbs < depth, let folderName else { return .site }
      return siteFilter.mightContain(folderName, last: last) ? .site : .none
    }
    guard climbs == 0 else { return .site }
    let name = raw.extracting(start..<(nameEnd ?? index))
    return siteFilter.mightContain(siteFilter.firstName(name), last: last) ? .site : .none
  }

  /// The relevance of a link that names a host. Where nothing tells the site's own, each may be it.
  private func relevance(ofHostAt start: Int, _ raw: Span<UInt8>) -> Relevance {
    guard isSiteUnknown else { return .host }
    var index = start
    while index < raw.count, raw[index] != UInt8(ascii: "/") { index += 1 }
    guard index + 1 < raw.count, raw[index + 1] != UInt8(ascii: "/") else { return .host }
    let path = relevance(of: raw.extracting(index...))
    return path == .none ? .host : path
  }

  private static func isWeb(_ scheme: Span<UInt8>) -> Bool {
    guard scheme.count == 4 || scheme.count == 5 else { return false }
    let name = "https".utf8.prefix(scheme.count)
    return zip(scheme.indices, name).allSatisfy { scheme[$0] | 0x20 == $1 }
  }

  /// Returns true if the text before a colon makes it an address that is not the web's. The web's own schemes may be
  /// that of the page, which makes the rest relative.
  private static func isOtherScheme(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, ASCII.isLetter(text[0]), text[0] | 0x20 != UInt8(ascii: "h") else { return false }
    return text.indices.allSatisfy { index in
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
        true
      case let byte: ASCII.isLetter(byte)
      }
    }
  }

  /// Returns true for a byte that stands for itself in a path and is not part of a dot segment alone.
  @inline(__always)
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "~"), UInt8(ascii: "+"), UInt8(ascii: ","), UInt8(ascii: "="), UInt8(ascii: "@"),
      UInt8(ascii: "!"), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "$"):
      true
    default: false
    }
  }
}

/// A link as it is written, as a key of a dictionary: hashed at once and not byte by byte.
private struct HrefKey: Hashable {
  var bytes: [UInt8] = []

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}
