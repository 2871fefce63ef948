package import AutoTagBaseline
internal import AutoTagText

/// The marks by which findings are known again, whatever order files and lines are in and wherever the files lie.
///
/// A line is what it says of its sale; its u1 and all names are left out, since they may be of people. What is about a file, or
/// about a line that was not understood, is known by the file's name, its folders left out. All of that goes into a hash:
/// beside it stand the advertiser's number, the day, and for files what they are. A name in a folder, or a token in the name of
/// a file that was saved from an address, is in no baseline.
struct FindingMarks {
  private var ordinals: [UInt64: Int] = [:]

  /// Returns the mark of the next finding. Equal ones are told apart by their number.
  mutating func mark(
    of code: ConversionCode, _ subject: FindingSubject, in conversions: Conversions
  ) -> Baseline.Entry {
    let ledger = conversions.reading.ledger
    var words: String
    var mark: Fingerprint
    func add(_ text: String) { mark.add(text.utf8Span.span) }
    func addFile(_ file: UInt16) { add(Self.name(conversions.sources[Int(file)].path)) }
    switch subject {
    case .line(let index):
      let line = ledger.lines[index]
      let order = ledger.orders[Int(line.order)]
      let advertiser = ledger.arena.shown(order.advertiser)
      words = Self.words(advertiser, line.transaction)
      mark = Fingerprint(code: code.rawValue, subject: advertiser)
      for text in [order.id, line.sku, line.id] { add(ledger.arena.exact(text)) }
      add(ledger.currencies[Int(order.currency)].code)
      for number in [
        Int64(line.transaction), line.sales, line.commission, Int64(line.quantity),
        line.traits.contains(.event) ? 1 : 0,
      ] { add(String(number)) }
    case .order(let index):
      let order = ledger.orders[Int(ledger.lines[index].order)]
      let advertiser = ledger.arena.shown(order.advertiser)
      words = Self.words(advertiser, 0)
      mark = Fingerprint(code: code.rawValue, subject: advertiser)
      add(ledger.arena.exact(order.id))
      add(ledger.currencies[Int(order.currency)].code)
    case .activity(let line):
      let advertiser = ledger.arena.shown(line.advertiser)
      words = Self.words(advertiser, 0)
      mark = Fingerprint(code: code.rawValue, subject: advertiser)
      add(ledger.currencies[Int(line.currency)].code)
      for number in [line.sales, line.commission] { add(String(number)) }
    case .fold(let fold):
      let file = ledger.lines[fold.line].file
      words = Self.words(conversions.sources[Int(file)])
      mark = Fingerprint(code: code.rawValue, subject: "")
      addFile(file)
    case .remark(let remark):
      words = Self.words(conversions.sources[Int(remark.file)])
      mark = Fingerprint(code: code.rawValue, subject: "")
      addFile(remark.file)
      add(remark.message)
    }
    let ordinal = ordinals[mark.value, default: 0]
    ordinals[mark.value] = ordinal + 1
    mark.add(ordinal: ordinal)
    return Baseline.Entry(fingerprint: mark.text, code: code.rawValue, subject: words)
  }

  /// “mid 38801, 2026-10-31”.
  private static func words(_ advertiser: String, _ day: UInt32) -> String {
    // What is no number may be anything that a stranger sent.
    let isNumber =
      !advertiser.isEmpty && advertiser.utf8.count <= 10 && advertiser.utf8.allSatisfy { 0x30...0x39 ~= $0 }
    let parts = [isNumber ? "mid \(advertiser)" : nil, day == 0 ? nil : DateText.day(day)].compactMap(\.self)
    return parts.isEmpty ? "a line" : parts.joined(separator: ", ")
  }

  private static func words(_ source: ConversionSource) -> String {
    source.format?.title ?? "a file that is not recognised"
  }

  /// The last name of a path, without the ending of a compressed file.
  private static func name(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.hasSuffix(".gz") ? String(name.dropLast(3)) : name
  }
}

extension Conversions {
  /// The baseline of all findings, those that are known too. Of a file with more lines that are not understood than are kept
  /// to be told of it has those that are.
  package var baseline: Baseline {
    var marks = FindingMarks()
    var entries: [Baseline.Entry] = []
    forEachSubject { entries.append(marks.mark(of: $0, $1, in: self)) }
    return Baseline(.conversions, entries)
  }

  /// Leaves out the findings that a baseline knows: they are neither counted nor told. States and sums stay as they are.
  package mutating func leaveOut(_ baseline: Baseline) {
    known = Set(baseline.entries.map(\.fingerprint))
    guard !known.isEmpty else { return }
    var marks = FindingMarks()
    var left: [ConversionCode: Int] = [:]
    forEachSubject { code, subject in
      if known.contains(marks.mark(of: code, subject, in: self).fingerprint) { left[code, default: 0] += 1 }
    }
    for (code, count) in left {
      inBaseline += count
      let rest = findings[code, default: 0] - count
      findings[code] = rest > 0 ? rest : nil
    }
  }
}
