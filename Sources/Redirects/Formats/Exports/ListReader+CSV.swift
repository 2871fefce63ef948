extension ListReader {
  /// Hands over the records below a header that has these columns.
  mutating func forEachRecord(
    of file: [UInt8], columns: [String],
    _ body: (_ record: CSVReader.Record, _ places: [Int], _ reader: inout ListReader) -> Void
  ) {
    let csv = CSVReader(file)
    if let line = csv.openQuote { diagnose(.malformed, line, "a quote is not closed") }
    guard let header = csv.records.first else {
      diagnose(.malformed, 1, "the file is empty: it begins with a line that names the columns")
      return
    }
    guard let places = CSVReader.columns(columns, in: header.fields) else {
      diagnose(
        .malformed, header.line,
        "the columns \(columns.joined(separator: ", ")) are not all there: is this another plugin's export?")
      return
    }
    for record in csv.records.dropFirst() { body(record, places, &self) }
  }
}
