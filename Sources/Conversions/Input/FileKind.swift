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
    if beginning.starts(with: [0x1F, 0x8B]) {
      return "is compressed twice: unpack it once (gunzip), and name what comes of it"
    }
    // The container of workbooks before 2007.
    if beginning.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) { return workbook }
    let isMarked = beginning.starts(with: [0xFF, 0xFE]) || beginning.starts(with: [0xFE, 0xFF])
    guard isMarked || beginning.contains(0) else { return nil }
    let isWide = isMarked && !beginning.starts(with: [0xFF, 0xFE, 0, 0]) || hasZeroInEachPair(beginning)
    return
      "is no text in UTF-8, but \(isWide ? "in UTF-16" : "has zero bytes"): "
      + "export the report as CSV in UTF-8, and not as Unicode text"
  }

  /// True for Latin text in UTF-16, of which every other byte is 0, and hardly any of those between. Pictures and databases
  /// have zeros anywhere.
  private static func hasZeroInEachPair(_ bytes: [UInt8]) -> Bool {
    var zeros = (even: 0, odd: 0)
    for (index, byte) in bytes.enumerated() where byte == 0 {
      if index % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
    }
    let (least, most) = (min(zeros.even, zeros.odd), max(zeros.even, zeros.odd))
    return most > bytes.count / 3 && least < most / 8
  }

  private static let workbook = "is an Excel workbook: export the report as CSV"
}
