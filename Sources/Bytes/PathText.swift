/// Paths of files as texts that lose no byte: Linux knows no encoding of names, and a `String` holds UTF-8 alone.
///
/// A byte that is no UTF-8 stands as two noncharacters of Unicode, U+FDE0 to U+FDEF, one for each of its halves; a name that
/// has such characters itself has them as bytes, so that all can be read back. Noncharacters are for the inside of programs:
/// what leaves this one goes through `shown(_:)` or `bytes(_:)`.
package enum PathText {
  /// - Parameter bytes: a name or a path.
  package static func of(_ bytes: some RandomAccessCollection<UInt8>) -> String {
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    if let text = String(validating: bytes, as: UTF8.self), !text.holdsNoncharacters { return text }
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      let count = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
      if count <= rest.count, let character = String(validating: rest.prefix(count), as: UTF8.self),
        !character.holdsNoncharacters
      {
        text += character
        rest = rest.dropFirst(count)
      } else {
        for half in [first >> 4, first & 15] {
          text.unicodeScalars.append(Unicode.Scalar(halves + UInt16(half)) ?? "\u{FFFD}")
        }
        rest = rest.dropFirst()
      }
    }
    return text
  }

  /// Returns a path for people and programs: a byte that is no UTF-8 is `%FF`.
  package static func shown(_ path: String) -> String {
    guard path.holdsNoncharacters else { return path }
    var text = ""
    decode(path) { scalar in
      text.unicodeScalars.append(scalar)
    } byte: { byte in
      text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
    return text
  }

  /// Returns a path's own bytes.
  package static func bytes(_ path: String) -> [UInt8] {
    guard path.holdsNoncharacters else { return Array(path.utf8) }
    var bytes: [UInt8] = []
    decode(path) { scalar in
      bytes += String(scalar).utf8
    } byte: { byte in
      bytes.append(byte)
    }
    return bytes
  }

  /// Returns true if the character stands for a half of a byte that is no UTF-8.
  package static func isHalfByte(_ scalar: Unicode.Scalar) -> Bool { half(scalar) != nil }

  private static let halves: UInt16 = 0xFDE0

  private static func half(_ scalar: Unicode.Scalar) -> UInt8? {
    scalar.value >= UInt32(halves) && scalar.value < UInt32(halves) + 16
      ? UInt8(scalar.value - UInt32(halves)) : nil
  }

  private static func decode(
    _ path: String, scalar: (Unicode.Scalar) -> Void, byte: (UInt8) -> Void
  ) {
    var first: UInt8?
    for next in path.unicodeScalars {
      guard let half = half(next) else {
        scalar(next)
        continue
      }
      if let high = first {
        byte(high << 4 | half)
        first = nil
      } else {
        first = half
      }
    }
  }
}

/// A message in which the paths of files are known, so that a report can name them from where it is read.
package struct MessageText: Sendable, Hashable {
  /// The message with the paths as they were known where it was written.
  package let text: String
  /// The same with the paths marked; `nil` where there is none.
  private let marked: String?

  /// Returns a path for a message that is made into a `MessageText` later.
  package static func path(_ path: String) -> String { "\(start)\(path)\(end)" }

  // Noncharacters too, which no path holds.
  private static let start = Unicode.Scalar(0xFDD0 as UInt16) ?? "\u{FFFD}"
  private static let end = Unicode.Scalar(0xFDD1 as UInt16) ?? "\u{FFFD}"

  /// - Parameter message: with paths as `path(_:)` gives them.
  package init(_ message: String) {
    guard message.holdsNoncharacters else {
      (text, marked) = (message, nil)
      return
    }
    (text, marked) = (PathText.shown(Self.mapped(message) { $0 }), message)
  }

  /// The message as it was given, for another one that it becomes a part of.
  package var source: String { marked ?? text }

  /// Returns the message with its paths as a function gives them.
  /// - Parameter origin: gives the file that one was made from, which is then named too; `nil` for none.
  package func naming(
    _ path: (String) -> String, origin: (String) -> String? = { _ in nil }
  ) -> MessageText {
    guard let marked else { return self }
    return MessageText(Self.mapped(marked, { Self.path(path($0)) }, origin: origin))
  }

  /// The first path in the message, and the line behind it; `nil` where there is none.
  package var firstPlace: (path: String, line: Int?)? {
    guard let marked, let open = marked.unicodeScalars.firstIndex(of: Self.start),
      let close = marked.unicodeScalars[open...].firstIndex(of: Self.end)
    else { return nil }
    let path = String(marked.unicodeScalars[open..<close].dropFirst())
    return (path, Int(Self.line(in: marked.unicodeScalars[close...].dropFirst()).dropFirst()))
  }

  /// Returns the line that stands behind a path, with its colon; empty for none.
  private static func line(in text: Substring.UnicodeScalarView) -> String {
    let digits = text.first == ":" ? text.dropFirst().prefix { ("0"..."9").contains($0) } : text.prefix(0)
    return digits.isEmpty ? "" : ":" + String(digits)
  }

  private static func mapped(
    _ message: String, _ path: (String) -> String, origin: (String) -> String? = { _ in nil }
  ) -> String {
    var result = String.UnicodeScalarView()
    var rest = message.unicodeScalars[...]
    while let open = rest.firstIndex(of: start), let close = rest[open...].firstIndex(of: end) {
      result += rest[..<open]
      let inner = String(rest[open...].dropFirst().prefix(upTo: close))
      result += path(inner).unicodeScalars
      rest = rest[close...].dropFirst()
      guard let origin = origin(inner) else { continue }
      let line = line(in: rest)
      rest = rest.dropFirst(line.unicodeScalars.count)
      result += "\(line) (made from \(Self.path(origin))\(line))".unicodeScalars
    }
    result += rest
    return String(result)
  }
}

extension String {
  /// True if one of U+FDD0 to U+FDEF is in it: EF B7 90 to EF B7 AF in UTF-8.
  fileprivate var holdsNoncharacters: Bool {
    utf8.contains(0xEF) && unicodeScalars.contains { 0xFDD0...0xFDEF ~= $0.value }
  }
}
