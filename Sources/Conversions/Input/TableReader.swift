internal import AutoTagBytes
internal import AutoTagText

/// Reads a report as comma-separated values, whose header was found.
struct TableReader {
  private let columns: ReportColumns
  private let currency: UInt16?
  private let subid, advertiser, advertiserName, order, id, day, time, sku, sales, items, commission: Int
  private let processDay, processTime, currencyColumn, network, clicks: Int
  private let unknownCurrency: UInt16 = 0

  /// - Parameters:
  ///   - currency: the currency of lines that name none; `nil` where it is not known.
  init(_ columns: ReportColumns, currency: UInt16?) {
    (self.columns, self.currency) = (columns, currency)
    func index(_ column: ReportColumns.Column) -> Int { columns.index(column) ?? -1 }
    subid = index(.subid)
    advertiser = index(.advertiser)
    advertiserName = index(.advertiserName)
    order = index(.order)
    id = index(.id)
    day = index(.day)
    time = index(.time)
    sku = index(.sku)
    sales = index(.sales)
    items = index(.items)
    commission = index(.commission)
    processDay = index(.processDay)
    processTime = index(.processTime)
    currencyColumn = index(.currency)
    network = index(.network)
    clicks = index(.clicks)
  }

  /// Reads all lines below the header.
  func read(_ scanner: inout RecordScanner, into reading: inout SourceReading) throws(SourceStop) {
    do {
      while try scanner.advance() {
        if scanner.isOnSeveralLines, scanner.brokenQuote == nil, let field = swallowingField(scanner) {
          scanner.cut(at: field)
        }
        try add(scanner, to: &reading)
        if scanner.hasNoEnd, !scanner.endsWithQuote || !isWhole(scanner.fields) { noteEnd(scanner, &reading) }
      }
    } catch let failure as SourceFailure {
      throw .failure(failure)
    } catch {
      throw .full
    }
  }

  private func add(_ scanner: RecordScanner, to reading: inout SourceReading) throws(Ledger.Full) {
    let fields = scanner.fields
    if fields.count == 1, fields[0].range.isEmpty, scanner.brokenQuote == nil { return }
    guard isWhole(fields), scanner.brokenQuote == nil else {
      return addOdd(scanner, to: &reading)
    }
    if !scanner.isUTF8 {
      reading.noteEncoding(line: scanner.line)
      let (bytes, ranges) = scanner.decoded
      return try add(bytes.span, ranges, scanner, to: &reading)
    }
    if scanner.hasEscapes {
      let (bytes, ranges) = scanner.unescaped
      return try add(bytes.span, ranges, scanner, to: &reading)
    }
    try add(scanner.buffer.span, fields, scanner, to: &reading)
  }

  private func add(
    _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field], _ scanner: RecordScanner,
    to reading: inout SourceReading
  ) throws(Ledger.Full) {
    var line = RawLine()
    line.number = scanner.line
    func range(_ index: Int) -> Range<Int> { index < 0 ? 0..<0 : fields[index].range }
    line.order = range(order)
    line.id = range(id)
    line.advertiser = range(advertiser)
    // The word for a total may stand in any column; a line of an order has a date.
    let isOfNoOrder = line.order.isEmpty && line.id.isEmpty && line.advertiser.isEmpty
    let hasNoDay = range(day).isEmpty
    if isOfNoOrder || day >= 0 && hasNoDay, isSummary(bytes, fields) {
      reading.skip(.summary)
      return
    }
    if isHeader(bytes, fields) { return noteHeader(scanner, &reading) }
    if isOfNoOrder, hasNoDay, columns.kind != .activity,
      [subid, sku, advertiserName].allSatisfy({ range($0).isEmpty })
    {
      return addTotal(bytes, fields, scanner, &reading)
    }
    line.subid = range(subid)
    line.hasSubid = subid >= 0
    if subid >= 0 { line.subidColumn = scanner.position(of: scanner.fields[subid].range.lowerBound).column }
    line.advertiserName = range(advertiserName)
    line.sku = range(sku)
    let paid = amount(commission, bytes, fields)
    let sold = sales < 0 ? nil : amount(sales, bytes, fields)
    var clicks: Int32?
    do throws(BrokenLine) {
      line.currency = try currencyOf(bytes, fields, scanner, &reading)
      let longest = max(line.order.count, line.id.count, line.subid.count, line.sku.count)
      if longest > TextArena.longest {
        throw BrokenLine(
          code: .lineBroken, line: scanner.line, column: nil,
          message: "a cell has \(longest) bytes, where an id or a name is expected",
          fix: ConversionCode.lineBroken.fix)
      }
      line.commission = try value(paid, columns.commissionName, commission, scanner)
      if let sold { line.sales = try value(sold, "Sales", sales, scanner) }
      if self.clicks >= 0, columns.kind == .activity {
        clicks = try number(
          self.clicks, bytes, fields, scanner, "clicks",
          fix: "look whether the columns of this line are the ones of the header")
      } else {
        if items >= 0 {
          line.quantity = try number(
            items, bytes, fields, scanner, "items",
            fix: ReportColumns.Column.items.title
              + " holds whole numbers: look whether the columns are in order")
        }
        line.transaction = try date(day, time, bytes, fields, scanner, &reading)
        if line.transaction > 0 { reading.dates.noteOrder() }
        line.process = try date(processDay, processTime, bytes, fields, scanner, &reading)
      }
    } catch {
      var fault = error
      func text(_ range: Range<Int>) -> [UInt8] { Array(copying: bytes, range) }
      fault.message += QuotedInput.bracketed(
        QuotedInput.subject(
          order: text(line.order),
          advertiser: text(line.advertiserName.isEmpty ? line.advertiser : line.advertiserName)))
      return reading.addBroken(
        fault, currency: line.currency, sales: try? sold?.get(), commission: try? paid.get())
    }
    if let clicks { return try reading.addActivity(line, bytes, clicks: Int64(clicks)) }
    try reading.add(line, bytes)
  }

  /// True if a line has the header's number of cells.
  private func isWhole(_ fields: [RecordScanner.Field]) -> Bool {
    // Some programs end each line with a delimiter.
    fields.count == columns.count
      || fields.count > columns.count && fields[columns.count...].allSatisfy(\.range.isEmpty)
  }

  /// The field of a record on several lines whose quote was meant to be closed on its first: the lines below are lines of
  /// the report, and not its text. A text may hold line ends, but not the cells of whole lines, and a value no cells at all.
  private func swallowingField(_ scanner: RecordScanner) -> RecordScanner.Field? {
    let fields = scanner.fields
    let values: Set<Int> = [
      subid, advertiser, order, id, day, time, sku, sales, items, commission, processDay, processTime,
      currencyColumn, network, clicks,
    ]
    for (index, field) in fields.enumerated() {
      let lines = scanner.buffer[field.range].split(omittingEmptySubsequences: false) {
        $0 == 0x0A || $0 == 0x0D
      }
      guard lines.count > 1 else { continue }
      if !isWhole(fields) { return field }
      if values.contains(index), scanner.buffer[field.range].contains(scanner.delimiter) { return field }
      let counts = lines.filter { !$0.isEmpty }.map { line in line.count { $0 == scanner.delimiter } }
      let isRows =
        counts.count > 1 && counts.first == columns.count - 1 - index && counts.last == index
        && counts.dropFirst().dropLast().allSatisfy { $0 == columns.count - 1 }
      if isRows, columns.count > 1 { return field }
    }
    return nil
  }

  // MARK: Cells

  private func amount(
    _ index: Int, _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field]
  ) -> Result<Amount, Amount.Fault> {
    do throws(Amount.Fault) {
      return .success(try Amount.read(bytes, fields[index].range))
    } catch {
      return .failure(error)
    }
  }

  /// - Parameter name: the things that the cell has the number of.
  private func number(
    _ index: Int, _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field], _ scanner: RecordScanner,
    _ name: String, fix: @autoclosure () -> String
  ) throws(BrokenLine) -> Int32 {
    let range = fields[index].range
    // Nearly all are 1.
    if range.count == 1, ASCII.isDigit(bytes[range.lowerBound]) {
      return Int32(bytes[range.lowerBound] &- 0x30)
    }
    if let number = (try? Amount.read(bytes, range))?.wholeNumber { return number }
    throw broken(
      .amountUnreadable, index, scanner,
      "the number of \(name) \(quoted(index, scanner)) is no whole number", fix: fix())
  }

  private func currencyOf(
    _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field], _ scanner: RecordScanner,
    _ reading: inout SourceReading
  ) throws(BrokenLine) -> UInt16 {
    if currencyColumn >= 0, !fields[currencyColumn].range.isEmpty {
      guard let currency = reading.currency(bytes, fields[currencyColumn].range) else {
        throw broken(
          .currencyUnreadable, currencyColumn, scanner,
          "the currency \(quoted(currencyColumn, scanner)) is no code of three letters")
      }
      return currency
    }
    if let currency { return currency }
    if network >= 0, let number = Int(Array(copying: bytes, fields[network].range).text),
      let currency = Currency(network: number)
    {
      return reading.ledger.index(of: currency)
    }
    return unknownCurrency
  }

  private func value(
    _ amount: Result<Amount, Amount.Fault>, _ name: String, _ index: Int, _ scanner: RecordScanner
  ) throws(BrokenLine) -> Amount {
    switch amount {
    case .success(let amount): return amount
    case .failure(let fault):
      throw broken(
        .amountUnreadable, index, scanner,
        fault == .empty
          ? "\(name) is empty" : "\(name): the amount \(quoted(index, scanner)) \(fault.message)",
        fix: fault.fix)
    }
  }

  private func date(
    _ day: Int, _ time: Int, _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field],
    _ scanner: RecordScanner, _ reading: inout SourceReading
  ) throws(BrokenLine) -> UInt32 {
    do throws(DateText.Fault) {
      return try reading.dates.read(
        bytes, day: day < 0 ? 0..<0 : fields[day].range, time: time < 0 ? 0..<0 : fields[time].range)
    } catch {
      let text = quoted(day, scanner) + (time < 0 ? "" : " " + quoted(time, scanner))
      throw error == .otherOrder
        ? broken(
          .dateAmbiguous, day, scanner,
          "the date \(text) is no \(reading.options.dateOrder.words), as which the file's other dates are read"
        )
        : broken(
          .dateUnreadable, day, scanner, "the date \(text) is not read",
          fix: "export the report again, without a spreadsheet between")
    }
  }

  private func position(_ index: Int, _ scanner: RecordScanner) -> (line: Int, column: Int) {
    scanner.position(of: scanner.fields[index].range.lowerBound)
  }

  private func quoted(_ index: Int, _ scanner: RecordScanner) -> String {
    QuotedInput.of(scanner.buffer[scanner.fields[index].range])
  }

  // MARK: Lines that are not understood

  private func broken(
    _ code: ConversionCode, _ index: Int, _ scanner: RecordScanner, _ message: String, fix: String? = nil
  ) -> BrokenLine {
    let place = position(index, scanner)
    return BrokenLine(
      code: code, line: place.line, column: place.column, message: message, fix: fix ?? code.fix)
  }

  /// A line that has not the header's number of cells.
  private func addOdd(_ scanner: RecordScanner, to reading: inout SourceReading) {
    let cells = scanner.fields
    if let quote = scanner.brokenQuote {
      let place = scanner.position(of: quote)
      return reading.addBroken(
        .lineBroken, line: place.line, column: place.column, currency: currency ?? 0,
        "the quote that begins here is not closed in its line, or text stands behind its end")
    }
    if isSummary(scanner.buffer.span, cells), cells.count < columns.count { return reading.skip(.summary) }
    reading.addBroken(
      .lineBroken, line: scanner.line, column: nil, currency: currency ?? 0,
      "the line has \(cells.count) cells, and the header \(columns.count)")
  }

  /// True for a line of totals below the lines: a word for it stands before anything else.
  private func isSummary(_ bytes: Span<UInt8>, _ fields: [RecordScanner.Field]) -> Bool {
    guard let first = fields.first(where: { !$0.range.isEmpty }) else { return true }
    let word = ASCII.lowercasedText(bytes, first.range)
    // A click id may begin with the same letters.
    return ["total", "totals", "grand total", "summary", "sub total", "subtotal"].contains { name in
      word.hasPrefix(name) && !(word.utf8.dropFirst(name.utf8.count).first.map(ASCII.isAlphanumeric) ?? false)
    }
  }

  private func isHeader(_ bytes: Span<UInt8>, _ fields: [RecordScanner.Field]) -> Bool {
    let first = fields[0].range
    guard first.count == columns.header[0].utf8.count, columns.count > 1 else { return false }
    return zip(fields, columns.header).allSatisfy { field, name in
      ASCII.lowercasedText(bytes, field.range) == name
    }
  }

  /// A line of amounts alone, which may be the sum of the others.
  private func addTotal(
    _ bytes: Span<UInt8>, _ fields: [RecordScanner.Field], _ scanner: RecordScanner,
    _ reading: inout SourceReading
  ) {
    reading.addBroken(
      .lineBroken, line: scanner.line, column: nil, currency: currency ?? 0,
      sales: sales < 0 ? nil : try? amount(sales, bytes, fields).get(),
      commission: try? amount(commission, bytes, fields).get(),
      "the line has amounts and names no order, advertiser, click id or date",
      fix: "if it is the sum of the others, take it out; else export the report with what names its lines")
  }

  private func noteEnd(_ scanner: RecordScanner, _ reading: inout SourceReading) {
    reading.note(
      .endMissing, line: scanner.line,
      "the last line has no end: its last cell may be cut off, and more lines may be missing")
  }

  private func noteHeader(_ scanner: RecordScanner, _ reading: inout SourceReading) {
    reading.skip(.header)
    reading.note(
      .headerRepeated, line: scanner.line,
      "the header stands here again: the file is several reports, one behind the other")
  }
}
