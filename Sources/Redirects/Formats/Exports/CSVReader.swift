internal import AutoTagBytes

/// A reader of comma-separated values (RFC 4180): quoted fields may hold commas, doubled quotes and line ends. Each
/// record knows its line, which SwiftCSV's rows do not; that, and not speed, is why there is a reader here.
struct CSVReader {
  struct Record {
    let line: Int
    let fields: [String]
  }

  private(set) var records: [Record] = []
  /// The line of a quoted field that is not closed.
  private(set) var openQuote: Int?

  init(_ file: [UInt8]) {
    let bytes = ByteText.withoutMark(file)
    let delimiter = Self.delimiter(bytes)
    var index = 0
    var line = 1
    while index < bytes.count {
      let start = line
      var fields: [String] = []
      var isRecordOver = false
      while !isRecordOver {
        fields.append(field(bytes, &index, &line, delimiter))
        isRecordOver = index >= bytes.count || bytes[index] != delimiter
        if !isRecordOver { index += 1 }
      }
      if index < bytes.count, bytes[index] == 0x0D { index += 1 }
      if index < bytes.count, bytes[index] == 0x0A { index += 1 }
      line += 1
      if fields != [""] { records.append(Record(line: start, fields: fields)) }
    }
  }

  /// Spreadsheets of some countries write semicolons: the first line tells.
  private static func delimiter(_ bytes: [UInt8]) -> UInt8 {
    for byte in bytes.prefix(while: { $0 != 0x0A && $0 != 0x0D }) {
      if byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == 0x09 { return byte }
    }
    return UInt8(ascii: ",")
  }

  private mutating func field(
    _ bytes: [UInt8], _ index: inout Int, _ line: inout Int, _ delimiter: UInt8
  ) -> String {
    var text: [UInt8] = []
    if index < bytes.count, bytes[index] == UInt8(ascii: "\"") {
      let start = line
      index += 1
      while true {
        guard index < bytes.count else {
          openQuote = openQuote ?? start
          return text.text
        }
        let byte = bytes[index]
        index += 1
        if byte == UInt8(ascii: "\"") {
          guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { break }
          index += 1
        } else if byte == 0x0A {
          line += 1
        }
        text.append(byte)
      }
    }
    while index < bytes.count, bytes[index] != delimiter, bytes[index] != 0x0A, bytes[index] != 0x0D {
      text.append(bytes[index])
      index += 1
    }
    return text.text
  }

  /// Returns the index of each of these columns in a header, whatever the letter case; `nil` where one is missing.
  static func columns(_ names: [String], in header: [String]) -> [Int]? {
    let found = header.map { ByteText.trimmed(Array($0.utf8)).text.lowercased() }
    var columns: [Int] = []
    for name in names {
      guard let index = found.firstIndex(of: name) else { return nil }
      columns.append(index)
    }
    return columns
  }
}

extension CSVReader.Record {
  /// The field, trimmed; empty where the record is too short.
  func field(_ index: Int) -> String {
    index < fields.count ? ByteText.trimmed(Array(fields[index].utf8)).text : ""
  }
}

extension ListReader {
  /// Calls a function with each record below a header that has these columns.
  mutating func forEachRecord(
    of file: [UInt8], columns: [String],
    _ body: (_ record: CSVReader.Record, _ columns: [Int], _ reader: inout ListReader) -> Void
  ) {
    guard let (header, records) = table(file) else { return }
    guard let columns = CSVReader.columns(columns, in: header.fields) else {
      diagnose(
        .malformed, header.line,
        "the columns \(columns.joined(separator: ", ")) are not all there: "
          + (RedirectFormat.of(export: file).map { "name the file's format, \($0.rawValue)" }
            ?? "is this another plugin's export?"))
      return
    }
    for record in records { body(record, columns, &self) }
  }

  /// Reads a file that begins with a line of columns' names; what is wrong with it is diagnosed.
  mutating func table(_ file: [UInt8]) -> (header: CSVReader.Record, records: ArraySlice<CSVReader.Record>)? {
    let csv = CSVReader(file)
    if let line = csv.openQuote { diagnose(.malformed, line, "a quote is not closed") }
    guard let header = csv.records.first else {
      diagnose(.malformed, 1, "the file is empty: it begins with a line that names the columns")
      return nil
    }
    return (header, csv.records.dropFirst())
  }
}
