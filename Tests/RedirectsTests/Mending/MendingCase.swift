import AutoTagBytes
import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Testing

/// A redirect file, links through it, and the file after mending; `nil` where nothing is proven to help.
struct MendingCase: Sendable, CustomTestStringConvertible {
  let format: RedirectFormat
  let before: [UInt8]
  let links: [String]
  let after: [UInt8]?
  var groups: [TrackingGroup] = [.rakuten]
  /// False where the real server reads the file otherwise, or not at all.
  var isForServer = true
  /// False where other visitors are led to no network.
  var isForAll = true

  /// - Parameter links: with a space in between.
  init(_ format: RedirectFormat, _ before: String, _ after: String?, _ links: String = "/go/x") {
    self.init(format, bytes: Array(before.utf8), after.map { Array($0.utf8) }, links)
  }

  init(_ format: RedirectFormat, bytes before: [UInt8], _ after: [UInt8]?, _ links: String = "/go/x") {
    (self.format, self.before, self.after) = (format, before, after)
    self.links = links.split(separator: " ").map(String.init)
  }

  /// The same, which no server is asked about.
  var notForServer: MendingCase {
    var copy = self
    copy.isForServer = false
    return copy
  }

  /// The same, of whose links other visitors are led to no network, before and after.
  var forSome: MendingCase {
    var copy = self
    copy.isForAll = false
    return copy
  }

  /// Returns true if a click id gets to the group by the file after mending, wherever visitors do.
  func isHandedOn(_ forwarding: QueryForwarding) -> Bool {
    if case .unknown(let decision) = forwarding, !isForAll {
      return decision.reason.contains("does not hold")
    }
    return forwarding == .forwards
  }

  func with(_ groups: [TrackingGroup]) -> MendingCase {
    var copy = self
    copy.groups = groups
    return copy
  }

  var testDescription: String { String(decoding: before, as: UTF8.self) }

  static let site = "https://shop.example/"

  func scan(_ file: [UInt8], named name: String = "rules", mode: RedirectMode = .mend) throws -> RedirectScan
  {
    try Self.scan([(format, name, file)], groups, mode: mode)
  }

  static func scan(
    _ files: [(format: RedirectFormat, name: String, bytes: [UInt8])], _ groups: [TrackingGroup] = [.rakuten],
    mode: RedirectMode = .mend
  ) throws -> RedirectScan {
    let address = try #require(SiteAddress(site))
    let sources = files.map { format, name, bytes in
      let folder = name.lastIndex(of: "/").map { "/" + name[...$0] } ?? "/"
      var source = format.source.read(bytes, named: name, prefix: folder)
      source.original = LoadedSource.Original(bytes, prefix: folder) {
        format.source.read($0, named: name, prefix: folder)
      }
      return source
    }
    let makeMap: @Sendable ([LoadedSource]) -> RedirectMap = {
      RedirectMap(sources: $0, site: address, files: SiteFiles(["index.html"]))
    }
    return RedirectScan(
      map: makeMap(sources), classifier: LinkClassifier(groups: groups), mode: mode, annotates: false,
      mends: RuleMends(sources, makeMap: makeMap))
  }

  var urls: [WebURL] { get throws { try links.map(Self.url) } }

  static func url(_ link: String) throws -> WebURL {
    let root = try #require(SiteAddress(site)).root
    return try #require(WebURL(link, relativeTo: root))
  }
}

extension SiteMending {
  /// The bytes of a file after mending; `nil` where it stays.
  func bytes(of file: String = "rules") -> [UInt8]? {
    files.first { $0.file == file }.map { Splice.joined($0.original.span, $0.edits) }
  }
}
