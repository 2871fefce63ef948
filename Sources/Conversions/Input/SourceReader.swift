internal import AutoTagBytes
internal import AutoTagFiles
internal import AutoTagText

/// Reads one source, whose contents tell what it is.
struct SourceReader {
  let input: ConversionInput
  let options: ConversionOptions
  let meter: ReadingMeter?

  /// The lines of a file that may come before its header.
  private static let mostPreamble = 64

  func read(into reading: inout SourceReading) throws(Ledger.Full) -> ConversionSource {
    var facts = ConversionSource(path: input.path)
    do throws(SourceStop) {
      try read(into: &reading, &facts)
    } catch {
      switch error {
      case .failure(let failure): facts.problem = "cannot be read: \(failure.description)"
      case .full: throw Ledger.Full()
      }
    }
    reading.end()
    facts.skipped = reading.skipped
    facts.unread = reading.brokenInFile
    return facts
  }

  private func read(into reading: inout SourceReading, _ facts: inout ConversionSource) throws(SourceStop) {
    let source: ByteSource
    var scanner: RecordScanner
    let beginning: [UInt8]
    do throws(SourceFailure) {
      source = try ByteSource(input, meter)
      scanner = RecordScanner(source)
      let range = try scanner.beginning()
      beginning = Array(scanner.buffer[range])
    } catch {
      throw .failure(error)
    }
    defer { facts.digest = source.digest }
    guard let first = beginning.first(where: { !ASCII.isSpace($0) }) else {
      facts.problem = "is empty: name a report, an answer of the Events API, or a log of postbacks"
      return
    }
    if let problem = FileKind.problem(beginning) {
      facts.problem = problem
      return
    }
    switch first {
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      facts.format = .events
      facts.problem = try readEvents(&scanner, into: &reading)
    case UInt8(ascii: "<"):
      facts.problem =
        "is XML or HTML: export the report as CSV (the Signature Reconciliation Feed is not read, and a page is what a "
        + "report's address answers when its token is wrong)"
    default:
      if isLog(beginning) {
        facts.format = .accessLog
        try readLog(&scanner, into: &reading)
      } else {
        try readTable(beginning, &scanner, into: &reading, &facts)
      }
    }
  }

  private func readEvents(_ scanner: inout RecordScanner, into reading: inout SourceReading)
    throws(SourceStop) -> String?
  {
    let text: [UInt8]
    do throws(SourceFailure) {
      text = try scanner.rest(limit: WholeFile.dataLimit)
    } catch {
      throw .failure(error)
    }
    do throws(Ledger.Full) {
      return try EventReader.read(text, into: &reading)
    } catch {
      throw .full
    }
  }

  // MARK: Logs

  /// True if one of the first lines is one of an access log; the others may be cut or odd.
  private func isLog(_ beginning: [UInt8]) -> Bool {
    var lines = ByteText.lines(beginning)
    for _ in 0..<5 {
      guard let line = lines.next() else { break }
      if AccessLogReader.isLogLine(Array(line.bytes)) { return true }
    }
    return false
  }

  private func readLog(_ scanner: inout RecordScanner, into reading: inout SourceReading) throws(SourceStop) {
    let reader = AccessLogReader(path: options.postbackPath)
    do {
      while let line = try scanner.advanceLine() {
        guard !line.isEmpty else { continue }
        if try !reader.add(line, number: scanner.line, to: &reading) {
          reading.addBroken(
            .lineBroken, line: scanner.line, column: nil, "the line is none of an access log",
            fix: "the common and the combined format are read")
        }
      }
    } catch let failure as SourceFailure {
      throw .failure(failure)
    } catch {
      throw .full
    }
  }

  // MARK: Tables

  private func readTable(
    _ beginning: [UInt8], _ scanner: inout RecordScanner, into reading: inout SourceReading,
    _ facts: inout ConversionSource
  ) throws(SourceStop) {
    var nearest: (line: Int, missing: [String])?
    var preamble: [[UInt8]] = []
    for (number, bytes) in ByteText.lines(beginning) {
      let line = Array(bytes)
      for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09] where line.contains(delimiter) {
        switch ReportColumns.look(at: Self.cells(line, delimiter)) {
        case .header(let columns):
          scanner.delimiter = delimiter
          scanner.skip(bytes.endIndex + Self.lineEnd(beginning, bytes.endIndex), lines: number)
          reading.skip(.preamble, preamble.count { !$0.isEmpty })
          facts.format = columns.kind.format
          facts.commissionColumn = columns.commissionName
          facts.shape = columns.shape
          let currency = currency(of: preamble, &reading, &facts)
          noteMissing(columns, line: number, &reading)
          return try TableReader(columns, currency: currency).read(&scanner, into: &reading)
        case .missing(let names):
          if nearest.map({ $0.missing.count > names.count }) ?? true { nearest = (number, names) }
        case .repeated(let names):
          facts.problem =
            "is no report that can be read: the header in line \(number) has more than one column "
            + "\(names.joined(separator: ", and more than one ")): export the report with it once"
          return
        case .none: break
        }
      }
      preamble.append(line)
      if number == Self.mostPreamble { break }
    }
    facts.problem =
      if let nearest {
        "is no report that can be read: the header in line \(nearest.line) has no column "
          + "\(nearest.missing.joined(separator: ", and no ")): export the report with it"
      } else {
        "is none of Rakuten's reports as CSV, no JSON and no access log: it begins with "
          + "\(QuotedInput.of(beginning.drop(while: ASCII.isSpace).prefix { $0 != 0x0A && $0 != 0x0D }))"
      }
  }

  private static func lineEnd(_ text: [UInt8], _ index: Int) -> Int {
    guard index < text.count else { return 0 }
    return text[index] == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1
  }

  /// The cells of a line, without quotes. A header's names hold neither quotes nor line ends.
  private static func cells(_ line: [UInt8], _ delimiter: UInt8) -> [String] {
    line.split(separator: delimiter, omittingEmptySubsequences: false).map { cell in
      let cell = ByteText.trimmed(cell)
      guard cell.count >= 2, cell.first == UInt8(ascii: "\""), cell.last == UInt8(ascii: "\"") else {
        return cell.text
      }
      return Array(cell[1..<cell.count - 1]).text
    }
  }

  /// The currency of lines that name none: the option's, else that of the network which the lines above the header name.
  private func currency(
    of preamble: [[UInt8]], _ reading: inout SourceReading, _ facts: inout ConversionSource
  ) -> UInt16? {
    if let currency = options.currency { return reading.ledger.index(of: currency) }
    for line in preamble {
      guard let number = Self.network(in: line), let currency = Currency(network: number) else { continue }
      facts.network = number
      return reading.ledger.index(of: currency)
    }
    return nil
  }

  /// The number behind the word “network” (`network=1` of the report's address, `Network ID: 3`); `nil` where there is none.
  static func network(in line: [UInt8]) -> Int? {
    let lower = ASCII.lowercased(line)
    guard let place = lower.firstRange(of: Array("network".utf8)) else { return nil }
    var rest = lower[place.upperBound...]
    while let byte = rest.first, byte == 0x20 || "_:=,\";\t".utf8.contains(byte) { rest = rest.dropFirst() }
    if rest.starts(with: "id".utf8) {
      rest = rest.dropFirst(2)
      while let byte = rest.first, byte == 0x20 || "_:=,\";\t".utf8.contains(byte) { rest = rest.dropFirst() }
    }
    let digits = rest.prefix { ASCII.isDigit($0) }
    return digits.count <= 3 ? Int(Array(digits).text) : nil
  }

  private func noteMissing(_ columns: ReportColumns, line: Int, _ reading: inout SourceReading) {
    let missing = columns.missing.map(\.title)
    if !missing.isEmpty {
      reading.note(
        .columnMissing, line: line,
        "the report has no \(Count.plural(missing.count, "column")) \(missing.joined(separator: ", "))",
        fix: "export the report with \(missing.count == 1 ? "it" : "them")")
    }
    if columns.commissionName.lowercased() != "total commission" {
      reading.note(
        .columnMissing, line: line,
        "the report has no column Total Commission: \(columns.commissionName) is taken for it")
    }
  }
}

extension ReportColumns.Kind {
  fileprivate var format: ConversionSource.Format {
    switch self {
    case .signatureOrders: .signatureOrders
    case .items: .items
    case .activity: .activity
    }
  }
}
