internal import AutoTagTracking

/// The search for addresses of tracking groups in a file that comes piece by piece. As in a folder, only text is looked into:
/// a file with a NUL near its start is something else.
struct AddressPieces {
  private let addresses: AddressSearch
  private var text: [UInt8] = []
  private var isDecided = false
  private var isFirst = true
  private(set) var isFound = false

  private static let size = 1 << 17

  init(_ addresses: AddressSearch) { self.addresses = addresses }

  mutating func add(_ piece: Span<UInt8>) {
    guard !isDecided else { return }
    piece.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    if text.count >= Self.size { search(isLast: false) }
  }

  mutating func finish() {
    if !isDecided { search(isLast: true) }
  }

  private mutating func search(isLast: Bool) {
    if isFirst, text.prefix(UnreadFileSearch.looksForNUL).contains(0) {
      isDecided = true
      return
    }
    isFirst = false
    if addresses.isIn(text.span, isLast: isLast) { (isDecided, isFound) = (true, true) }
    text.removeFirst(max(0, text.count - addresses.overlap))
  }
}
