internal import AutoTagHTML
internal import AutoTagTracking

/// The search for addresses of tracking groups in a file that comes piece by piece. Only text is looked into: a file with a
/// NUL near its start is something else, unless a byte-order mark says that it is in UTF-16.
struct AddressPieces {
  private let addresses: AddressSearch
  private var text: [UInt8] = []
  private(set) var isDecided = false
  private var isFirst = true
  /// The order of bytes of a file in UTF-16; `nil` for any other.
  private var isBigEndian: Bool?
  private(set) var isFound = false

  private static let size = 1 << 17
  /// The bytes at the start of a file among which a NUL shows that it is no text.
  static let looksForNUL = 1024

  init(_ addresses: AddressSearch) { self.addresses = addresses }

  /// Begins another file.
  mutating func start() {
    text.removeAll(keepingCapacity: true)
    (isDecided, isFirst, isBigEndian, isFound) = (false, true, nil, false)
  }

  mutating func add(_ piece: Span<UInt8>) {
    guard !isDecided else { return }
    piece.withUnsafeBufferPointer { text.append(contentsOf: $0) }
    if text.count >= Self.size { search(isLast: false) }
  }

  mutating func add(_ piece: ArraySlice<UInt8>) {
    guard !isDecided else { return }
    text += piece
    if text.count >= Self.size { search(isLast: false) }
  }

  mutating func finish() {
    if !isDecided { search(isLast: true) }
  }

  private mutating func search(isLast: Bool) {
    if isFirst {
      if text.starts(with: [0xFF, 0xFE]) { isBigEndian = false }
      if text.starts(with: [0xFE, 0xFF]) { isBigEndian = true }
      if isBigEndian == nil, text.prefix(Self.looksForNUL).contains(0) {
        isDecided = true
        return
      }
    }
    isFirst = false
    if isIn(isLast: isLast) { (isDecided, isFound) = (true, true) }
    // Units of two bytes stay whole.
    let overlap = isBigEndian == nil ? addresses.overlap : 2 * addresses.overlap
    let done = max(0, text.count - overlap)
    text.removeFirst(isBigEndian == nil ? done : done & ~1)
  }

  private func isIn(isLast: Bool) -> Bool {
    guard let isBigEndian else { return addresses.isIn(text.span, isLast: isLast) }
    return addresses.isIn(UTF16Page(text.span, bigEndian: isBigEndian).utf8.span, isLast: isLast)
  }
}
