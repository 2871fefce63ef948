internal import AutoTagBytes

/// The result of reading all sources: the ledger, the lines that were not understood, and notes on the files.
struct SourceReading {
  var ledger: Ledger
  var broken: [SourceRemark] = []
  var activity: [StoredActivity] = []
  var notes: [SourceRemark] = []
  var dates: DateText
  let options: ConversionOptions
  /// The file that is being read.
  var file: UInt16 = 0
  /// All lines that were not understood, for the ledger.
  private(set) var unread: [UnreadLine] = []
  /// The lines of this file that were not understood.
  private(set) var brokenInFile = 0
  /// The sums of all lines that were not understood, by file and currency.
  private(set) var brokenSums: [FileCurrency: Sums] = [:]
  /// All lines that were not understood, by code.
  private(set) var brokenCounts: [ConversionCode: Int] = [:]
  /// The first sum that was too large for 64 bits.
  private(set) var overflow: (file: UInt16, line: Int)?

  /// The most lines of one file that are kept to be told of; the others are counted.
  private static let mostBroken = 1000

  init(_ options: ConversionOptions) {
    self.options = options
    ledger = Ledger(
      mapping: options.events, judge: SubidJudge(tokens: options.tokens), latest: options.latest)
    dates = DateText(zone: options.zone, order: options.dateOrder)
  }

  /// The lines of this file that are no lines of orders, by what they are.
  private(set) var skipped: [Skipped: Int] = [:]

  /// The first of this file's lines of clicks whose amounts have no currency, and their number.
  private var activityWithoutCurrency: (line: Int, count: Int)?
  /// True once it was said that this file is not in UTF-8.
  private var hasToldEncoding = false

  /// The state before a file.
  struct Start {
    fileprivate let lines, broken, notes, unread: Int
    fileprivate let brokenSums: [FileCurrency: Sums]
    fileprivate let brokenCounts: [ConversionCode: Int]
    fileprivate let overflow: (file: UInt16, line: Int)?
  }

  /// - Returns: the state to go back to where the file proves to be another one again.
  mutating func begin(_ file: UInt16) -> Start {
    self.file = file
    brokenInFile = 0
    skipped = [:]
    activityWithoutCurrency = nil
    hasToldEncoding = false
    dates.beginReport()
    return Start(
      lines: ledger.lines.count, broken: broken.count, notes: notes.count, unread: unread.count,
      brokenSums: brokenSums,
      brokenCounts: brokenCounts, overflow: overflow)
  }

  /// Forgets what was read of a file whose content an earlier one has. Its clicks by u1 stay, which are summed as repeated.
  mutating func takeBack(to start: Start) {
    ledger.removeRepeats(from: start.lines)
    broken.removeLast(broken.count - start.broken)
    notes.removeLast(notes.count - start.notes)
    unread.removeLast(unread.count - start.unread)
    (brokenSums, brokenCounts, overflow) = (start.brokenSums, start.brokenCounts, start.overflow)
  }

  mutating func skip(_ kind: Skipped, _ count: Int = 1) { skipped[kind, default: 0] += count }

  /// The code of the last line's currency, as a number, and its index: most lines of a report name the same one.
  private var lastCurrency: (code: UInt32, index: UInt16)?

  /// Returns the index of a currency by its code; `nil` for what is none.
  mutating func currency(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt16? {
    guard range.count == 3 else { return nil }
    let code = range.reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[$1]) }
    if let lastCurrency, lastCurrency.code == code { return lastCurrency.index }
    guard let currency = Currency(Array(copying: bytes, range).text) else { return nil }
    let index = ledger.index(of: currency)
    lastCurrency = (code, index)
    return index
  }

  mutating func add(_ raw: RawLine, _ bytes: Span<UInt8>) throws(Ledger.Full) {
    try ledger.add(raw, bytes, file: file)
  }

  /// Notes a line that was not understood, with the amounts of it that were.
  mutating func addBroken(
    _ code: ConversionCode, line: Int, column: Int?, currency: UInt16 = 0, sales: Amount? = nil,
    commission: Amount? = nil, _ message: String, fix: String? = nil
  ) {
    addBroken(
      BrokenLine(code: code, line: line, column: column, message: message, fix: fix ?? code.fix),
      currency: currency, sales: sales, commission: commission)
  }

  mutating func addBroken(_ fault: BrokenLine, currency: UInt16, sales: Amount?, commission: Amount?) {
    let (code, line) = (fault.code, fault.line)
    brokenInFile += 1
    brokenCounts[code, default: 0] += 1
    var sums = brokenSums[FileCurrency(file: file, currency: currency)] ?? Sums()
    if !sums.add(sales: sales ?? .zero, commission: commission ?? .zero), overflow == nil {
      overflow = (file, line)
    }
    brokenSums[FileCurrency(file: file, currency: currency)] = sums
    unread.append(
      UnreadLine(
        code: code, file: file, line: UInt32(clamping: line), currency: currency, sales: sales,
        commission: commission))
    guard brokenInFile <= Self.mostBroken else { return }
    broken.append(
      SourceRemark(
        code: code, file: file, line: line, column: fault.column, message: fault.message, fix: fault.fix))
  }

  mutating func addActivity(_ raw: RawLine, _ bytes: Span<UInt8>, clicks: Int64) throws(Ledger.Full) {
    if raw.currency == 0 {
      activityWithoutCurrency = (
        activityWithoutCurrency?.line ?? raw.number, (activityWithoutCurrency?.count ?? 0) + 1
      )
    }
    activity.append(
      StoredActivity(
        file: file, number: UInt32(clamping: raw.number), currency: raw.currency,
        subid: try ledger.text(bytes, raw.subid), advertiser: try ledger.word(bytes, raw.advertiser),
        advertiserName: try ledger.word(bytes, raw.advertiserName), clicks: clicks,
        sales: raw.sales?.millionths ?? 0, commission: raw.commission.millionths,
        subidColumn: UInt16(clamping: raw.subidColumn), fault: ledger.subidFault(bytes, raw.subid)))
  }

  /// Notes what is said once for this file, at its end.
  mutating func end() {
    if let (day, months) = dates.doubtfulDay {
      note(
        .dateOrderDoubtful, line: ledger.lines.last { $0.file == file }.map { Int($0.number) } ?? 1,
        "all dates are of day \(day), in \(months) months, as \(options.dateOrder.words): perhaps they are days of one month"
      )
    }
    guard let (line, count) = activityWithoutCurrency else { return }
    note(.currencyMissing, line: line, Fold.withoutCurrency(count))
  }

  /// Notes, once for a file, that its text is not in UTF-8.
  mutating func noteEncoding(line: Int) {
    guard !hasToldEncoding else { return }
    hasToldEncoding = true
    note(
      .textNotUTF8, line: line, "the line is not in UTF-8: it is read as windows-1252, as are others like it")
  }

  /// Returns the findings that are said once for a file, at its first line that has them.
  func madeFolds() -> [Fold] {
    var folds: [Fold] = []
    var known: [Fold.Key: Int] = [:]
    let codes = StoredLine.foldedCodes
    let wanted = codes.reduce(0) { $0 | $1.bit }
    // Nearly all lines have what the line before them has.
    var last: (file: UInt16, bits: UInt32, places: [Int]) = (0, 0, [])
    for (index, line) in ledger.lines.enumerated() where line.codes & wanted != 0 {
      if line.file == last.file, line.codes & wanted == last.bits {
        for place in last.places { folds[place].count += 1 }
        continue
      }
      last = (line.file, line.codes & wanted, [])
      defer {
        last.places = codes.compactMap {
          line.codes & $0.bit == 0 ? nil : known[Fold.Key(code: $0, file: line.file)]
        }
      }
      for code in codes where line.codes & code.bit != 0 {
        let key = Fold.Key(code: code, file: line.file)
        if let place = known[key] {
          folds[place].count += 1
        } else {
          known[key] = folds.count
          folds.append(Fold(code: code, line: index, count: 1))
        }
      }
    }
    return folds
  }

  mutating func note(
    _ code: ConversionCode, line: Int, column: Int? = nil, _ message: String, fix: String? = nil
  ) {
    notes.append(
      SourceRemark(code: code, file: file, line: line, column: column, message: message, fix: fix ?? code.fix)
    )
  }
}

/// A finding about many lines of a file.
struct Fold {
  struct Key: Hashable {
    let code: ConversionCode
    let file: UInt16
  }

  let code: ConversionCode
  /// The index of the first of the lines.
  let line: Int
  var count: Int

  /// The words about lines without a currency.
  static func withoutCurrency(_ count: Int) -> String {
    "\(count == 1 ? "1 line tells" : "\(count) lines tell") no currency: \(count == 1 ? "its" : "their") amounts are kept "
      + "apart"
  }
}

/// A line that is not understood, and why.
struct BrokenLine: Error {
  let code: ConversionCode
  let line: Int
  let column: Int?
  var message: String
  let fix: String
}

struct FileCurrency: Hashable {
  let file: UInt16
  let currency: UInt16
}

/// Something to be said about a source: of a line that was not understood and is not counted, or of the whole file.
struct SourceRemark {
  let code: ConversionCode
  let file: UInt16
  let line: Int
  let column: Int?
  let message: String
  let fix: String
}

/// A line of a report of clicks and sales by u1.
struct StoredActivity {
  let file: UInt16
  let number: UInt32
  let currency: UInt16
  let subid: TextArena.Reference
  let advertiser: TextArena.Reference
  let advertiserName: TextArena.Reference
  let clicks: Int64
  let sales: Int64
  let commission: Int64
  /// The column in bytes where u1 stands, from 1; 0 where that is not known.
  let subidColumn: UInt16
  /// The fault of its u1.
  let fault: ConversionCode?

  /// The fault where it has sales: clicks alone lose nothing.
  var toldCode: ConversionCode? { sales != 0 || commission != 0 ? fault : nil }

  struct Content: Hashable, Comparable {
    let texts: [[UInt8]]
    let numbers: [Int64]

    static func < (one: Content, other: Content) -> Bool {
      for (text, otherText) in zip(one.texts, other.texts) where text != otherText {
        return text.lexicographicallyPrecedes(otherText)
      }
      return one.numbers.lexicographicallyPrecedes(other.numbers)
    }
  }

  /// The line's content, to compare it with those of other files.
  func content(_ arena: TextArena) -> Content {
    Content(
      texts: [Array(arena.bytes(subid)), Array(arena.bytes(advertiser))],
      numbers: [Int64(currency), clicks, sales, commission])
  }
}

/// The kind of a source's line that is no line of an order.
package enum Skipped: String, Sendable, CaseIterable {
  /// A line above the header.
  case preamble
  /// A line of totals.
  case summary
  /// The header, again.
  case header
  /// A request that is no postback.
  case request
}

/// The reason why the reading of a source ended before its end.
enum SourceStop: Error {
  case failure(SourceFailure)
  /// The memory for texts is used up.
  case full
}
