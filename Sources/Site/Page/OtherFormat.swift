internal import AutoTagBytes

/// Formats of files that are sent through by mistake, by their first bytes (the formats' specifications; the numbers are
/// those of file(1)'s magic too), and text that has nothing of a page. Bytes in the middle of one may look like a link.
package enum OtherFormat {
  private static let formats: [(offset: Int, magic: [UInt8], name: String)] = [
    (257, Array("ustar".utf8), "a tar archive"), (0, [0x1F, 0x8B], "a gzip file"),
    (0, Array("PK\u{3}\u{4}".utf8), "a zip archive"), (0, Array("BZh".utf8), "a bzip2 file"),
    (0, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "an xz file"), (0, [0x28, 0xB5, 0x2F, 0xFD], "a zstd file"),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7z archive"), (0, Array("070701".utf8), "a cpio archive"),
    (0, Array("!<arch>\n".utf8), "an ar archive"), (0, Array("%PDF-".utf8), "a PDF file"),
    (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "a PNG picture"), (0, [0xFF, 0xD8, 0xFF], "a JPEG picture"),
    (0, Array("GIF8".utf8), "a GIF picture"), (0, Array("RIFF".utf8), "a RIFF file"),
    (0, [0x7F, 0x45, 0x4C, 0x46], "a program"),
  ]

  private static let looksFor = 1024

  /// - Returns: the format, as in “a tar archive”; `nil` for what may be a page.
  package static func of(_ bytes: Span<UInt8>) -> String? {
    for (offset, magic, name) in formats where offset + magic.count <= bytes.count {
      if magic.indices.allSatisfy({ bytes[offset + $0] == magic[$0] }) { return name }
    }
    let start = bytes.extracting(0..<min(bytes.count, looksFor))
    // UTF-16 has a mark at its start, and every page a `<` soon.
    guard start.count > 0, start[0] < 0xFE else { return nil }
    guard !start.indices.contains(where: { start[$0] == 0 }) else {
      return start.indices.contains(where: { start[$0] == UInt8(ascii: "<") }) ? nil : "binary data"
    }
    return isText(bytes) ? "text without a tag" : TextFormat.of(bytes)
  }

  /// Returns true for what holds more than white space and nothing that begins a tag or a comment to a browser: any
  /// fragment of a page with a link has a tag. Nothing at all is an empty page.
  private static func isText(_ bytes: Span<UInt8>) -> Bool {
    var place = ByteSearch.first(UInt8(ascii: "<"), in: bytes, from: 0)
    while place + 1 < bytes.count {
      switch bytes[place + 1] {
      case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "?"): return false
      case let byte where ASCII.isLetter(byte): return false
      default: place = ByteSearch.first(UInt8(ascii: "<"), in: bytes, from: place + 1)
      }
    }
    return bytes.indices.contains { !ASCII.isWhitespace(bytes[$0]) }
  }
}
