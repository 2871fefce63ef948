internal import AutoTagBytes

/// Kinds of files that are taken for reports, and are none that can be read.
enum FileKind {
  /// Returns the reason why a file is not read, by its beginning, and what to do; `nil` for text.
  static func problem(_ beginning: [UInt8]) -> String? {
    if beginning.starts(with: Array("PK".utf8) + [0x03, 0x04]) {
      let isWorkbook = ["[Content_Types].xml", "xl/"].contains {
        ByteSearch.contains(Array($0.utf8), in: beginning)
      }
      return isWorkbook ? workbook : "is a zip archive: unpack it, and name the report in it"
    }
    // The container of workbooks before 2007.
    if beginning.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return workbook }
    let isWide = beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF])
    guard isWide || beginning.contains(0) else { return nil }
    // Every other byte of Latin text in UTF-16 is 0.
    let zeros = beginning.count { $0 == 0 }
    return
      "is no text in UTF-8, but \(isWide || zeros > beginning.count / 3 ? "in UTF-16" : "has zero bytes"): "
      + "export the report as CSV in UTF-8, and not as Unicode text"
  }

  private static let workbook = "is an Excel workbook: export the report as CSV"
}
