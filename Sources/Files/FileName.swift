internal import AutoTagBytes
internal import Glibc

/// A file's or folder's name, byte for byte: Linux knows no encoding of names.
package struct FileName: Hashable, Comparable, Sendable {
  /// With the NUL that C wants at the end.
  private let terminated: [UInt8]

  package init(_ bytes: some Sequence<UInt8>) {
    terminated = Array(bytes) + [0]
  }

  /// - Parameter text: as `text` gives it.
  package init(_ text: String) {
    self.init(PathText.bytes(text))
  }

  /// - Parameter bytes: the name is what stands before the first 0, which there must be.
  init(until0 bytes: UnsafeRawBufferPointer) {
    let end = bytes.firstIndex(of: 0)
    terminated = end.map { Array(bytes[...$0]) } ?? Array(bytes) + [0]
  }

  package var bytes: ArraySlice<UInt8> { terminated.dropLast() }

  /// - Parameter ending: in lower case.
  package func hasEnding(_ ending: [UInt8], ignoringCase: Bool = false) -> Bool {
    let start = terminated.count - 1 - ending.count
    guard start >= 0 else { return false }
    for (offset, byte) in ending.enumerated() {
      let own = terminated[start + offset]
      guard own == byte || ignoringCase && own &- UInt8(ascii: "A") < 26 && own | 0x20 == byte else {
        return false
      }
    }
    return true
  }

  package var isHidden: Bool { terminated[0] == UInt8(ascii: ".") }

  /// `.` or `..`.
  var isDots: Bool {
    terminated.count <= 3 && terminated.dropLast().allSatisfy { $0 == UInt8(ascii: ".") }
  }

  /// The name as `PathText` has it.
  package var text: String { PathText.of(bytes) }

  /// A path as `PathText` has it, with `/`.
  package static func displayPath(_ names: [FileName]) -> String {
    names.map(\.text).joined(separator: "/")
  }

  /// All bytes at once; one by one they would cost ten times as much.
  package func hash(into hasher: inout Hasher) {
    terminated.withUnsafeBytes { hasher.combine(bytes: $0) }
  }

  package static func < (left: FileName, right: FileName) -> Bool {
    left.terminated.withUnsafeBytes { left in
      right.terminated.withUnsafeBytes { right in
        // Never empty: the NUL is always there, and it tells a name from a longer one that begins with it.
        memcmp(
          left.baseAddress.unsafelyUnwrapped, right.baseAddress.unsafelyUnwrapped,
          min(left.count, right.count))
          < 0
      }
    }
  }

  func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    terminated.withUnsafeBytes { bytes in
      // Never empty: the NUL is always there.
      bytes.withMemoryRebound(to: CChar.self) { body($0.baseAddress.unsafelyUnwrapped) }
    }
  }
}
