internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagTracking

/// The compressed siblings of pages in a stream, which go through as they are: where the page changes they have the old links.
/// A page and its siblings come in any order. Pages are known by a hash of their path, so that half a million take few bytes.
struct StaleSiblings {
  private var changedPages: Set<UInt64> = []
  /// True if there are more pages than are remembered; then each sibling is told of.
  private var isFull = false
  /// The siblings by the hash of their page.
  private var siblings: [UInt64: [String]] = [:]

  private static let most = 1 << 19

  init() {}

  private static func hash(_ names: some Collection<FileName>) -> UInt64 {
    var hash = FNV1a64()
    for name in names {
      for byte in name.bytes { hash.add(byte) }
      hash.add(UInt8(ascii: "/"))
    }
    return hash.value
  }

  mutating func noteChanged(_ page: StreamedPath) {
    guard changedPages.count < Self.most else {
      isFull = true
      return
    }
    changedPages.insert(Self.hash(page.names))
  }

  /// - Parameter page: the page that the sibling holds.
  mutating func note(_ sibling: StreamedPath, of page: StreamedPath) {
    guard siblings.count < Self.most else { return }
    siblings[Self.hash(page.names), default: []].append(sibling.file)
  }

  var problems: [Problem] {
    siblings.filter { isFull || changedPages.contains($0.key) }.flatMap(\.value).map {
      Problem(.stalePrecompressed, file: $0)
    }
  }
}
