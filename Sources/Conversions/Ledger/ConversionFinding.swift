internal import AutoTagBaseline
internal import AutoTagText

/// Something to be said about a line, or about a source as a whole.
package struct ConversionFinding: Sendable, Equatable {
  package let code: ConversionCode
  /// The source's path.
  package let file: String
  /// Line and column, both from 1, the column in bytes; `nil` where it is not known.
  package let line: Int
  package let column: Int?
  package let message: String
  /// Empty where there is nothing to do.
  package let fix: String

  /// “report.csv:12:5”, in the form that editors jump to.
  package var location: String { "\(file):\(line)" + (column.map { ":\($0)" } ?? "") }
}

extension Conversions {
  /// Calls a function with each finding that the baseline does not know, source by source, of each in the order of its lines.
  /// - Parameters:
  ///   - most: the most findings of each code that are told; the others are counted in `findings`.
  package func forEachFinding(most: Int = .max, _ body: (ConversionFinding) -> Void) {
    var told: [ConversionCode: Int] = [:]
    var marks = FindingMarks()
    let groups = findings.keys.contains(where: \.isAboutOrder) ? OrderGroups(reading.ledger) : nil
    forEachSubject { code, subject in
      // The mark of each is needed to tell equal ones apart.
      if !known.isEmpty, known.contains(marks.mark(of: code, subject, in: self).fingerprint) { return }
      guard told[code, default: 0] < most else { return }
      told[code, default: 0] += 1
      body(finding(code, subject, groups))
    }
  }

  /// Calls a function with the code and the subject of each finding, in the same order.
  func forEachSubject(_ body: (ConversionCode, FindingSubject) -> Void) {
    // Of each source the findings about lines that are not in the ledger, and about the whole of it.
    var others: [(file: UInt16, line: Int, code: ConversionCode, subject: FindingSubject)] = []
    for remark in reading.broken + reading.notes {
      others.append((remark.file, remark.line, remark.code, .remark(remark)))
    }
    for fold in folds {
      let line = reading.ledger.lines[fold.line]
      others.append((line.file, Int(line.number), fold.code, .fold(fold)))
    }
    for line in reading.activity where !sources[Int(line.file)].isRepeated {
      guard let code = line.toldCode else { continue }
      others.append((line.file, Int(line.number), code, .activity(line)))
    }
    others.sort { ($0.file, $0.line, $0.code.bit) < ($1.file, $1.line, $1.code.bit) }
    var rest = others[...]
    var orders: Set<OrderCode> = []
    for (index, line) in reading.ledger.lines.enumerated() {
      let bits = line.toldCodes
      guard bits != 0 else { continue }
      while let other = rest.first, (other.file, other.line) <= (line.file, Int(line.number)) {
        body(other.code, other.subject)
        rest = rest.dropFirst()
      }
      for code in ConversionCodes(bits: bits).all {
        // Lines without an order's id are orders of their own.
        guard code.isAboutOrder, reading.ledger.orders[Int(line.order)].id != 0 else {
          body(code, .line(index))
          continue
        }
        if orders.insert(OrderCode(order: line.order, code: code)).inserted { body(code, .order(index)) }
      }
    }
    for other in rest { body(other.code, other.subject) }
  }

  private struct OrderCode: Hashable {
    let order: UInt32
    let code: ConversionCode
  }

  /// - Parameter groups: the lines of each order.
  private func finding(
    _ code: ConversionCode, _ subject: FindingSubject, _ groups: OrderGroups?
  ) -> ConversionFinding {
    switch subject {
    case .order(let index): finding(code, ofOrderAt: index, groups)
    case .line(let index): finding(code, index)
    case .remark(let remark): finding(remark)
    case .fold(let fold): finding(fold, reading.ledger.lines[fold.line])
    case .activity(let line): finding(code, line)
    }
  }

  private func finding(_ code: ConversionCode, _ line: StoredActivity) -> ConversionFinding {
    let arena = reading.ledger.arena
    let advertiser = arena.shown(line.advertiserName == 0 ? line.advertiser : line.advertiserName)
    let what = [
      Count.of(Int(clamping: line.clicks), "click"), QuotedInput.plain(advertiser.utf8),
      commission(Amount(millionths: line.commission), reading.ledger.currencies[Int(line.currency)]),
    ]
    return ConversionFinding(
      code: code, file: sources[Int(line.file)].path, line: Int(line.number),
      column: line.subidColumn == 0 ? nil : Int(line.subidColumn),
      message: title(code, subid: arena.shown(line.subid))
        + " (\(what.filter { !$0.isEmpty }.joined(separator: ", ")))", fix: fix(code))
  }

  private func finding(_ remark: SourceRemark) -> ConversionFinding {
    ConversionFinding(
      code: remark.code, file: sources[Int(remark.file)].path, line: remark.line, column: remark.column,
      message: remark.message, fix: remark.fix)
  }

  private func finding(_ fold: Fold, _ line: StoredLine) -> ConversionFinding {
    let entry = entry(fold.line)
    let lines = Count.of(fold.count, "line") + (fold.count == 1 ? " has" : " have")
    let first = fold.count == 1 ? "" : ", the first"
    let message =
      switch fold.code {
      case .currencyMissing: Fold.withoutCurrency(fold.count)
      case .orderRounded:
        "\(lines) an order id that a spreadsheet has rounded\(first.isEmpty ? ":" : first) "
          + QuotedInput.of(entry.order.utf8)
      case .dateInFuture:
        "\(lines) a date in the future\(first.isEmpty ? ":" : first) \(DateText.text(line.transaction))"
      default: "\(lines) no date"
      }
    return ConversionFinding(
      code: fold.code, file: sources[entry.source].path, line: entry.line, column: messageColumn(entry),
      message: message
        + (fold.count == 1 && fold.code != .orderRounded ? QuotedInput.bracketed(subject(entry)) : ""),
      fix: fold.code.fix)
  }

  /// The column of a message, since many may stand in one line; `nil` for lines of reports.
  private func messageColumn(_ entry: LedgerEntry) -> Int? {
    sources[entry.source].format == .events ? entry.column : nil
  }

  /// The order of a line and its advertiser, for messages.
  private func subject(_ entry: LedgerEntry) -> [String] {
    QuotedInput.subject(
      order: entry.order.utf8,
      advertiser: (entry.advertiserName.isEmpty ? entry.advertiser : entry.advertiserName).utf8)
  }

  private func finding(_ code: ConversionCode, _ index: Int) -> ConversionFinding {
    let entry = entry(index)
    return ConversionFinding(
      code: code, file: sources[entry.source].path, line: entry.line,
      column: code.isAboutSubid ? entry.column : messageColumn(entry), message: message(code, entry, index),
      fix: reading.options.links?.fix(code, advertiser: entry.advertiser) ?? fix(code))
  }

  /// The most places of an order's other lines that a finding names.
  private static let mostPlaces = 5

  /// A finding about an order, at the first of its lines.
  private func finding(
    _ code: ConversionCode, ofOrderAt index: Int, _ groups: OrderGroups?
  ) -> ConversionFinding {
    let entry = entry(index)
    let ledger = reading.ledger
    let lines =
      groups.map { $0.members(of: Int(ledger.lines[index].order)).map { ledger.lines[Int($0)] } } ?? []
    // Their sum was made before, and fitted.
    let sum = lines.reduce(Amount.zero) { $0.adding(Amount(millionths: $1.commission)) ?? $0 }
    let others = lines.filter { ($0.file, $0.number) != (UInt16(entry.source), UInt32(entry.line)) }
    let places = others.prefix(Self.mostPlaces).map { "\(sources[Int($0.file)].path):\($0.number)" }
    let more = others.count - places.count
    let what = (subject(entry) + [commission(sum, entry.currency)]).joined(separator: ", ")
    return ConversionFinding(
      code: code, file: sources[entry.source].path, line: entry.line, column: messageColumn(entry),
      message: "\(code.title) (\(what))"
        + (places.isEmpty ? "" : "; its other lines: " + places.joined(separator: ", "))
        + (more > 0 ? " and \(more) more" : ""),
      fix: fix(code))
  }

  private func message(_ code: ConversionCode, _ entry: LedgerEntry, _ index: Int) -> String {
    let what = (subject(entry) + [commission(entry.commission, entry.currency)]).joined(separator: ", ")
    if code == .batchTwin || code == .batchTwinPossible, let twin = entry.twin {
      let other = self.entry(twin)
      return "\(code.title) in \(sources[other.source].path):\(other.line) (\(what))"
    }
    if code == .lineChanged, let before = related.changes[index] {
      return "\(code.title): \(changes(index, since: before)) (\(what))"
    }
    return "\(title(code, subid: entry.subid)) (\(what))"
  }

  /// The values that changed: “commission 8.00, before 10.00 in report.csv:12”.
  private func changes(_ index: Int, since before: Int) -> String {
    let (now, then) = (entry(index), entry(before))
    let values = reading.ledger.changedValues(reading.ledger.lines[before], reading.ledger.lines[index])
    let words = values.map { value in
      let (name, new) = value.words(now)
      let old = value.words(then).value
      return new.isEmpty ? "another \(name)" : "\(name) \(new), before \(old)"
    }
    return "\(words.joined(separator: "; ")) in \(sources[then.source].path):\(then.line)"
  }

  /// The code's title, with the u1 where it is wrong and may be shown.
  private func title(_ code: ConversionCode, subid: String) -> String {
    switch code {
    case .subidPlaceholder, .subidMalformed, .subidUnknown: "\(code.title): \(QuotedInput.of(subid.utf8))"
    default: code.title
    }
  }

  private func commission(_ amount: Amount, _ currency: Currency) -> String {
    "commission \(currency.text(amount))\(currency.isKnown ? " \(currency.code)" : "")"
  }

  /// The advice of a code; for a u1 it depends on what the links are to carry there.
  private func fix(_ code: ConversionCode) -> String { reading.options.filling.fix(code) ?? code.fix }
}
