internal import AutoTagBytes
internal import AutoTagFiles

/// A part of a site that one run of several works on: the files whose path, by a hash, falls to it. A page and its
/// compressed siblings fall to the same part.
package struct SiteShard: Sendable, Hashable {
  /// From 1 to `count`.
  package let number: Int
  package let count: Int

  /// The most parts.
  package static let most = 1_000_000

  /// - Parameter text: `3/16`, the third of 16 parts.
  /// - Returns: `nil` for other texts.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      parts.allSatisfy({ $0.utf8.allSatisfy(ASCII.isDigit) }), 1...Self.most ~= count, 1...count ~= number
    else { return nil }
    (self.number, self.count) = (number, count)
  }

  package var text: String { "\(number)/\(count)" }

  /// The hash of a folder's path, to go on from for each of its files.
  struct FolderHash {
    fileprivate var hash = FNV1a64()

    init(_ path: [FileName]) {
      for name in path {
        for byte in name.bytes { hash.add(byte) }
        hash.add(UInt8(ascii: "/"))
      }
    }
  }

  /// Returns true for a file of this part.
  func contains(_ name: FileName, in folder: FolderHash) -> Bool {
    var hash = folder.hash
    let bytes = CompressedName.page(of: name)?.bytes ?? name.bytes
    for byte in bytes { hash.add(byte) }
    return Self.mixed(hash.value) % UInt64(count) == UInt64(number - 1)
  }

  /// The last step of MurmurHash3 (`fmix64`): the low bits of FNV-1a alone would spread names that differ in few bits badly.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ value >> 33) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ value >> 33) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ value >> 33
  }
}
