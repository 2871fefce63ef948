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
  /// Calls a function with each finding, source by source, of each in the order of its lines.
  /// - Parameters:
  ///   - most: the most findings of each code that are told; the others are counted in `findings`.
  package func forEachFinding(most: Int = .max, _ body: (ConversionFinding) -> Void) {
    var told: [ConversionCode: Int] = [:]
    // Of each source the findings about lines that are not in the ledger, and about the whole of it.
    var others: [(file: UInt16, line: Int, finding: ConversionFinding)] = []
    for broken in reading.broken {
      others.append((broken.file, broken.line, finding(broken)))
    }
    for note in reading.notes {
      let finding = ConversionFinding(
        code: note.code, file: sources[Int(note.file)].path, line: note.line, column: note.column,
        message: note.message, fix: note.fix)
      others.append((note.file, note.line, finding))
    }
    for fold in folds {
      let line = reading.ledger.lines[fold.line]
      others.append((line.file, Int(line.number), finding(fold, line)))
    }
    others.sort { ($0.file, $0.line, $0.finding.code.bit) < ($1.file, $1.line, $1.finding.code.bit) }
    var rest = others[...]
    func tell(_ finding: ConversionFinding) {
      guard told[finding.code, default: 0] < most else { return }
      told[finding.code, default: 0] += 1
      body(finding)
    }
    for (index, line) in reading.ledger.lines.enumerated() {
      let bits = line.toldCodes
      guard bits != 0 else { continue }
      while let other = rest.first, (other.file, other.line) <= (line.file, Int(line.number)) {
        tell(other.finding)
        rest = rest.dropFirst()
      }
      for code in ConversionCodes(bits: bits).all where told[code, default: 0] < most {
        tell(finding(code, index))
      }
    }
    for other in rest { tell(other.finding) }
  }

  private func finding(_ broken: BrokenLine) -> ConversionFinding {
    ConversionFinding(
      code: broken.code, file: sources[Int(broken.file)].path, line: broken.line, column: broken.column,
      message: broken.message, fix: broken.fix)
  }

  private func finding(_ fold: Fold, _ line: StoredLine) -> ConversionFinding {
    let lines = fold.count == 1 ? "1 line tells" : "\(fold.count) lines tell"
    return ConversionFinding(
      code: fold.code, file: sources[Int(line.file)].path, line: Int(line.number), column: nil,
      message: fold.code == .currencyMissing
        ? "\(lines) no currency: their amounts are kept apart" : "\(lines) no date",
      fix: fold.code.fix)
  }

  private func finding(_ code: ConversionCode, _ index: Int) -> ConversionFinding {
    let entry = entry(index)
    return ConversionFinding(
      code: code, file: sources[entry.source].path, line: entry.line,
      column: code.isAboutSubid ? entry.column : nil, message: message(code, entry),
      fix: reading.options.links?.fix(code, advertiser: entry.advertiser) ?? code.fix)
  }

  private func message(_ code: ConversionCode, _ entry: LedgerEntry) -> String {
    let amount =
      "\(entry.currency.text(entry.commission)) \(entry.currency.isKnown ? entry.currency.code : "")"
    let advertiser = entry.advertiserName.isEmpty ? entry.advertiser : entry.advertiserName
    var parts: [String] = []
    if !entry.order.isEmpty { parts.append("order \(QuotedInput.plain(entry.order.utf8))") }
    if !advertiser.isEmpty { parts.append(QuotedInput.plain(advertiser.utf8)) }
    parts.append("commission \(amount.hasSuffix(" ") ? String(amount.dropLast()) : amount)")
    let what = parts.joined(separator: ", ")
    switch code {
    case .subidPlaceholder, .subidMalformed, .subidUnknown:
      return "\(code.title): \(QuotedInput.of(entry.subid.utf8)) (\(what))"
    case .batchTwin:
      guard let twin = entry.twin else { break }
      let other = self.entry(twin)
      return "\(code.title) in \(sources[other.source].path):\(other.line) (\(what))"
    default: break
    }
    return "\(code.title) (\(what))"
  }
}
