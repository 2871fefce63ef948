internal import AutoTagBytes

/// All lines of all sources, with their orders. Repeats are recognised while lines come; the rules that need all lines are
/// applied at the end (`Ledger+Rules.swift`). `README.md` of this module has the rules and their reasons.
struct Ledger {
  /// The memory for texts is used up.
  struct Full: Error {}

  var lines: [StoredLine] = []
  var orders: [StoredOrder] = []
  private(set) var arena = TextArena()
  /// The first is the unknown one.
  private(set) var currencies: [Currency] = [.unknown]
  /// The decimals of each currency.
  private var decimals = [Currency.unknown.decimals]
  /// The advertisers' names by their ids; of several names the first in alphabetical order.
  private(set) var advertiserNames: [TextArena.Reference: TextArena.Reference] = [:]

  /// Some advertisers with their names, each at the place that its number tells.
  private var recentNames = [(advertiser: TextArena.Reference, name: TextArena.Reference)](
    repeating: (0, 0), count: recentCount)
  private static let recentCount = 256

  private let mapping: EventMapping
  private let judge: SubidJudge
  /// The last moment that is not in the future.
  private let latest: UInt32
  private let seed = UInt64.random(in: .min ... .max)

  private var orderTable = IndexTable()
  /// Lines without an id by their content; of equal ones the first.
  private var contentTable = IndexTable()
  /// The first file with such lines, and true once its lines are in the table.
  private var firstPlainFile: UInt16?
  private var isIndexed = false
  /// Lines with an id by it; of those that are the same message, the one that counts.
  private var idTable = IndexTable()
  /// Advertiser ids and SKUs, each once, by their numbers in the arena.
  private var wordTable = IndexTable()
  /// The numbers of equal lines without an id, by the first of them; only where there are several.
  private var repeats: [Int: Repeat] = [:]

  private struct Repeat {
    /// The lines that count: the most that one file has.
    var counted = 1
    var file: UInt16
    /// Those of the file that is being read.
    var inFile = 1
  }

  init(mapping: EventMapping, judge: SubidJudge, latest: UInt32) {
    (self.mapping, self.judge, self.latest) = (mapping, judge, latest)
  }

  /// Returns the index of a currency.
  mutating func index(of currency: Currency) -> UInt16 {
    if let index = currencies.firstIndex(of: currency) { return UInt16(index) }
    // There are 26³ codes, which 16 bits hold.
    currencies.append(currency)
    decimals.append(currency.decimals)
    return UInt16(currencies.count - 1)
  }

  /// Adds a line. Files are read one after the other, in the order of their paths.
  /// - Parameter bytes: the bytes that the line's ranges are of.
  mutating func add(_ raw: RawLine, _ bytes: Span<UInt8>, file: UInt16) throws(Full) {
    var traits = raw.traits
    if raw.sales?.isNegative ?? false || raw.commission.isNegative || raw.quantity < 0 {
      traits.insert(.negative)
    }
    if raw.sales != nil { traits.insert(.hasSales) }
    let advertiser = try word(bytes, raw.advertiser)
    if !raw.advertiserName.isEmpty { try name(advertiser, bytes, raw.advertiserName) }
    let order = try orderIndex(bytes, raw.order, advertiser, raw.currency)
    let sku = try word(bytes, raw.sku)
    var line = StoredLine(
      sales: raw.sales?.millionths ?? 0, commission: raw.commission.millionths, transaction: raw.transaction,
      process: raw.process, order: UInt32(order), subid: 0, sku: sku, id: 0, quantity: raw.quantity,
      number: UInt32(clamping: raw.number), codes: 0, subidColumn: UInt32(clamping: raw.subidColumn),
      file: file, traits: traits, state: .ok)
    if raw.currency == 0 { line.codes |= Self.bits.currencyMissing }
    if raw.transaction == 0 { line.codes |= Self.bits.dateMissing }
    if raw.transaction > latest { line.codes |= Self.bits.dateInFuture }
    if Self.isRounded(bytes, raw.order) { line.codes |= Self.bits.orderRounded }
    if raw.hasSubid, let fault = judge.fault(bytes, raw.subid) {
      line.codes |= fault.bit
      line.state = .error
    }
    if isFine(line, raw.currency) { line.codes |= Self.bits.amountFine }
    if mapping.ignoresSome, isIgnored(line, sku) {
      line.state = .discarded
      line.codes |= ConversionCode.eventIgnored.bit
      line.subid = try text(bytes, raw.subid)
      line.id = try text(bytes, raw.id)
      lines.append(line)
    } else if raw.id.isEmpty {
      try addByContent(&line, raw, bytes)
    } else {
      try addByID(&line, raw, bytes)
    }
  }

  /// Returns the fault of the u1 of a sale.
  func subidFault(_ bytes: Span<UInt8>, _ range: Range<Int>) -> ConversionCode? { judge.fault(bytes, range) }

  /// Takes the last lines out, all of which earlier lines say, so that no table and no order is of them.
  mutating func removeRepeats(from index: Int) { lines.removeLast(lines.count - index) }

  /// Bits that are looked up once and not for each line.
  private static let bits = (
    currencyMissing: ConversionCode.currencyMissing.bit, dateMissing: ConversionCode.dateMissing.bit,
    amountFine: ConversionCode.amountFine.bit, dateInFuture: ConversionCode.dateInFuture.bit,
    orderRounded: ConversionCode.orderRounded.bit
  )

  private func isFine(_ line: StoredLine, _ currency: UInt16) -> Bool {
    let decimals = decimals[Int(currency)]
    // Most amounts are of whole hundredths.
    if decimals == 2 { return line.sales % 10_000 != 0 || line.commission % 10_000 != 0 }
    return Amount(millionths: line.sales).isFiner(thanDecimals: decimals)
      || Amount(millionths: line.commission).isFiner(thanDecimals: decimals)
  }

  /// True for `1.23E+11`, which a spreadsheet makes of a long number: the digits behind are lost.
  private static func isRounded(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let mark = range.upperBound - 4
    guard mark > range.lowerBound, text[mark] | 0x20 == UInt8(ascii: "e"),
      text[mark + 1] == UInt8(ascii: "+"),
      ASCII.isDigit(text[mark + 2]), ASCII.isDigit(text[mark + 3]), ASCII.isDigit(text[range.lowerBound])
    else { return false }
    let point = range.lowerBound + 1
    return point == mark
      || text[point] == UInt8(ascii: ".") && point + 1 < mark
        && (point + 1..<mark).allSatisfy { ASCII.isDigit(text[$0]) }
  }

  private func isIgnored(_ line: StoredLine, _ sku: TextArena.Reference) -> Bool {
    mapping.ignores(line.traits)
      || mapping.event(sku: arena.exact(sku), commission: line.commission) == EventMapping.ignored
  }

  /// The name of a line's event.
  func event(of line: StoredLine) -> String {
    mapping.skus.isEmpty
      ? mapping.event(sku: "", commission: line.commission)
      : mapping.event(sku: arena.exact(line.sku), commission: line.commission)
  }

  // MARK: Repeats

  /// Adds a line of a source that gives no ids: of equal lines the highest number in one file counts.
  private mutating func addByContent(_ line: inout StoredLine, _ raw: RawLine, _ bytes: Span<UInt8>)
    throws(Full)
  {
    // Equal lines of one file all count, so that nobody has to look for them until another file comes.
    if !isIndexed, firstPlainFile == nil || firstPlainFile == line.file {
      firstPlainFile = line.file
      line.subid = try text(bytes, raw.subid)
      lines.append(line)
      return
    }
    indexFirstFile()
    let hash = contentHash(line, bytes, raw.subid)
    let (slot, same) = contentTable.find(hash) { index in
      lines[index].hasSameContent(as: line) && arena.equals(lines[index].subid, bytes, raw.subid)
    }
    guard let same else {
      line.subid = try text(bytes, raw.subid)
      contentTable.set(slot, to: lines.count, hash: hash, isNew: true)
      lines.append(line)
      return
    }
    line.subid = lines[same].subid
    if !countRepeat(of: same, in: line.file) {
      line.state = .deduplicated
      line.codes |= ConversionCode.lineRepeated.bit
    }
    lines.append(line)
  }

  /// Counts one more line that is equal to an earlier one.
  /// - Returns: false if it is one of those that other files have.
  private mutating func countRepeat(of first: Int, in file: UInt16) -> Bool {
    var count = repeats[first] ?? Repeat(file: lines[first].file)
    if count.file != file {
      count.file = file
      count.inFile = 0
    }
    count.inFile += 1
    let isMore = count.inFile > count.counted
    if isMore { count.counted += 1 }
    repeats[first] = count
    return isMore
  }

  /// Puts the lines of the first file into the table.
  private mutating func indexFirstFile() {
    guard !isIndexed else { return }
    isIndexed = true
    for index in lines.indices where !lines[index].isKeyed && lines[index].state != .discarded {
      let line = lines[index]
      let subid = Array(arena.bytes(line.subid))
      let hash = contentHash(line, subid.span, subid.indices)
      let (slot, same) = contentTable.find(hash) { other in
        lines[other].hasSameContent(as: line) && arena.equal(lines[other].subid, line.subid)
      }
      if let same {
        _ = countRepeat(of: same, in: line.file)
      } else {
        contentTable.set(slot, to: index, hash: hash, isNew: true)
      }
    }
  }

  func contentHash(_ line: StoredLine, _ bytes: Span<UInt8>, _ subid: Range<Int>) -> UInt32 {
    var hash = Hash(seed: seed)
    hash.add(UInt64(line.order) << 32 | UInt64(line.sku))
    hash.add(UInt64(line.transaction) << 32 | UInt64(line.process))
    hash.add(UInt64(bitPattern: line.sales))
    hash.add(UInt64(bitPattern: line.commission))
    hash.add(UInt64(UInt32(bitPattern: line.quantity)) << 8 | UInt64(line.traits.rawValue))
    hash.add(bytes, subid)
    return hash.value
  }

  /// Adds a line with an id: of messages with one id the one of the latest process date counts.
  private mutating func addByID(
    _ line: inout StoredLine, _ raw: RawLine, _ bytes: Span<UInt8>
  ) throws(Full) {
    line.subid = try text(bytes, raw.subid)
    let (hash, slot, same) = findMessage(line, bytes, raw.id)
    guard let same else {
      line.id = try text(bytes, raw.id)
      idTable.set(slot, to: lines.count, hash: hash, isNew: true)
      lines.append(line)
      return
    }
    line.id = lines[same].id
    let isLater = isPreferred(line, to: lines[same])
    let new = lines.count
    lines.append(line)
    let (winner, loser) = isLater ? (new, same) : (same, new)
    lines[loser].state = .deduplicated
    lines[loser].codes |= ConversionCode.lineRepeated.bit
    if isLater { idTable.set(slot, to: winner, hash: hash, isNew: false) }
  }

  /// Finds the line that counts of those that are one message with a line of this id.
  private func findMessage(
    _ line: StoredLine, _ bytes: Span<UInt8>, _ id: Range<Int>
  ) -> (hash: UInt32, slot: Int, index: Int?) {
    let kind = line.traits.intersection([.event, .negative])
    let advertiser = orders[Int(line.order)].advertiser
    var hasher = Hash(seed: seed)
    hasher.add(UInt64(advertiser) << 8 | UInt64(kind.rawValue))
    hasher.add(bytes, id)
    let hash = hasher.value
    let (slot, index) = idTable.find(hash) { index in
      orders[Int(lines[index].order)].advertiser == advertiser
        && lines[index].traits.intersection([.event, .negative]) == kind
        && arena.equals(lines[index].id, bytes, id)
    }
    return (hash, slot, index)
  }

  /// Returns the line that counts of those that are one message with a line.
  func message(ofID line: StoredLine) -> Int? {
    let id = Array(arena.bytes(line.id))
    return findMessage(line, id.span, id.indices).index
  }

  /// Returns true if of two messages of one id the first counts: the one that was processed later; of equal ones the one
  /// with the greater values, so that it is the same in any order.
  func isPreferred(_ one: StoredLine, to other: StoredLine) -> Bool {
    func numbers(_ line: StoredLine) -> [Int64] {
      [
        Int64(line.process), Int64(line.transaction), line.commission, line.sales, Int64(line.quantity),
        Int64(line.traits.rawValue),
      ]
    }
    let (ones, others) = (numbers(one), numbers(other))
    if ones != others { return others.lexicographicallyPrecedes(ones) }
    let (first, second) = (orders[Int(one.order)], orders[Int(other.order)])
    for (text, otherText) in [(one.sku, other.sku), (one.subid, other.subid), (first.id, second.id)]
    where !arena.equal(text, otherText) {
      return arena.bytes(otherText).lexicographicallyPrecedes(arena.bytes(text))
    }
    if first.currency != second.currency {
      return currencies[Int(second.currency)].code < currencies[Int(first.currency)].code
    }
    return (one.file, one.number) < (other.file, other.number)
  }

  // MARK: Texts and orders

  mutating func text(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(Full) -> TextArena.Reference {
    guard let reference = arena.add(bytes, range) else { throw Full() }
    return reference
  }

  /// A text that stands once, so that its number is the same wherever it is the same.
  mutating func word(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(Full) -> TextArena.Reference {
    guard !range.isEmpty else { return 0 }
    var hasher = Hash(seed: seed)
    hasher.add(bytes, range)
    let hash = hasher.value
    let (slot, known) = wordTable.find(hash) { arena.equals(TextArena.Reference($0), bytes, range) }
    if let known { return TextArena.Reference(known) }
    guard let reference = arena.add(bytes, range, isWord: true) else { throw Full() }
    wordTable.set(slot, to: Int(reference), hash: hash, isNew: true)
    return reference
  }

  private mutating func name(
    _ advertiser: TextArena.Reference, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(Full) {
    // There are few advertisers and many lines.
    let place = Int(advertiser) & (Self.recentCount - 1)
    if recentNames[place].advertiser == advertiser, arena.equals(recentNames[place].name, bytes, range) {
      return
    }
    defer { recentNames[place] = (advertiser, advertiserNames[advertiser] ?? 0) }
    let known = advertiserNames[advertiser]
    if let known {
      if arena.equals(known, bytes, range) { return }
      let name = Array(copying: bytes, range)
      guard name.lexicographicallyPrecedes(arena.bytes(known)) else { return }
    }
    advertiserNames[advertiser] = try word(bytes, range)
  }

  private mutating func orderIndex(
    _ bytes: Span<UInt8>, _ id: Range<Int>, _ advertiser: TextArena.Reference, _ currency: UInt16
  ) throws(Full) -> Int {
    // The lines of an order stand one below the other.
    if let last = orders.last, last.advertiser == advertiser, last.currency == currency,
      arena.equals(last.id, bytes, id)
    {
      return orders.count - 1
    }
    var hasher = Hash(seed: seed)
    hasher.add(UInt64(advertiser) << 16 | UInt64(currency))
    hasher.add(bytes, id)
    let hash = hasher.value
    let (slot, index) = orderTable.find(hash) { index in
      let order = orders[index]
      return order.advertiser == advertiser && order.currency == currency
        && arena.equals(order.id, bytes, id)
    }
    if let index { return index }
    let order = StoredOrder(id: try text(bytes, id), advertiser: advertiser, currency: currency)
    orderTable.set(slot, to: orders.count, hash: hash, isNew: true)
    orders.append(order)
    return orders.count - 1
  }
}

extension StoredLine {
  /// Returns true if two lines are equal in all but the text of u1, which is compared in the arena.
  func hasSameContent(as other: StoredLine) -> Bool {
    order == other.order && sku == other.sku && transaction == other.transaction && process == other.process
      && sales == other.sales && commission == other.commission && quantity == other.quantity
      && traits == other.traits
  }
}
