/// The sums over all lines and orders.
struct ConversionCount {
  private var totals: [CurrencyTotals]
  private var sourceTotals: [FileCurrency: SourceTotals] = [:]
  private var advertisers: [AdvertiserTotals] = []
  private var advertiserPlaces: [AdvertiserCurrency: Int] = [:]
  private var activity: [UInt16: ActivityTotals] = [:]
  private(set) var findings: [ConversionCode: Int] = [:]
  /// The event of the orders that were counted last, which is that of nearly all, and their number.
  private var lastEvent: (currency: Int, name: String, count: Int) = (0, "", 0)
  private let currencies: [Currency]
  private let sources: [ConversionSource]

  private struct AdvertiserCurrency: Hashable {
    let advertiser: TextArena.Reference
    let currency: UInt16
  }

  init(_ ledger: Ledger, sources: [ConversionSource]) {
    currencies = ledger.currencies
    totals = ledger.currencies.map { CurrencyTotals(currency: $0) }
    self.sources = sources
  }

  // MARK: Orders

  /// Counts the orders, and marks the lines of those that were taken back or that two kinds of report have.
  mutating func countOrders(_ ledger: inout Ledger) throws(ConversionsError) {
    let groups = OrderGroups(ledger)
    var mixed: [[Int]] = ledger.relatedOrders()
    let related = Set(mixed.joined())
    for index in ledger.orders.indices {
      let members = groups.members(of: index)
      guard !members.isEmpty else { continue }
      let order = ledger.orders[index]
      // Lines without an order's id are orders of their own.
      if order.id == 0 {
        for member in members { try count(order, members: [member], &ledger) }
      } else {
        if members.count > 1 { ledger.settleCorrections(members) }
        try count(order, members: members, &ledger)
        if members.count > 1, !related.contains(index), ledger.mayBeInTwoReports(members, sources) {
          mixed.append([index])
        }
      }
    }
    let marked = ledger.markInTwoReports(mixed, groups, sources)
    if marked > 0 { findings[.orderInTwoReports] = marked }
    if lastEvent.count > 0 {
      totals[lastEvent.currency].events[lastEvent.name, default: 0] += lastEvent.count
    }
  }

  private mutating func count(
    _ order: StoredOrder, members: ArraySlice<UInt32>, _ ledger: inout Ledger
  ) throws(ConversionsError) {
    var sums = Sums()
    var withoutClickID = Sums()
    var traits: LineTraits = []
    var hasSale = false
    var largest: (commission: Int64, event: String)?
    for member in members {
      let line = ledger.lines[Int(member)]
      let (sales, commission) = (Amount(millionths: line.sales), Amount(millionths: line.commission))
      guard sums.add(sales: sales, commission: commission) else {
        throw .overflow(sources[Int(line.file)].path, Int(line.number))
      }
      // A part of a sum that fitted.
      if line.state == .error { _ = withoutClickID.add(sales: sales, commission: commission) }
      traits.formUnion(line.traits)
      if line.sales != 0 { hasSale = true }
      if largest.map({ line.commission > $0.commission }) ?? true {
        largest = (line.commission, ledger.event(of: line))
      } else if line.commission == largest?.commission {
        largest = (line.commission, min(largest?.event ?? "", ledger.event(of: line)))
      }
    }
    // Leads have no sale: of them the commission tells.
    let value = hasSale ? sums.sales : sums.commission
    let isReversed = traits.contains(.negative) && value <= .zero
    if isReversed {
      for member in members { ledger.lines[Int(member)].codes |= ConversionCode.orderReversed.bit }
      findings[.orderReversed, default: 0] += 1
    }
    let currency = Int(order.currency)
    totals[currency].orders += 1
    if isReversed {
      totals[currency].reversedOrders += 1
    } else if let largest {
      if lastEvent.name != largest.event || lastEvent.currency != currency {
        if lastEvent.count > 0 {
          totals[lastEvent.currency].events[lastEvent.name, default: 0] += lastEvent.count
        }
        lastEvent = (currency, largest.event, 0)
      }
      lastEvent.count += 1
    }
    let place = place(of: order, ledger)
    guard advertisers[place].figures.add(sums), advertisers[place].withoutClickID.add(withoutClickID) else {
      let line = ledger.lines[Int(members.first ?? 0)]
      throw .overflow(sources[Int(line.file)].path, Int(line.number))
    }
    advertisers[place].figures.addOrder(isReversed: isReversed)
  }

  /// The index of the sums of an order's advertiser.
  private mutating func place(of order: StoredOrder, _ ledger: borrowing Ledger) -> Int {
    let key = AdvertiserCurrency(advertiser: order.advertiser, currency: order.currency)
    if let place = advertiserPlaces[key] { return place }
    advertisers.append(
      AdvertiserTotals(
        id: ledger.arena.shown(order.advertiser),
        name: ledger.advertiserNames[order.advertiser].map(ledger.arena.shown) ?? "",
        currency: currencies[Int(order.currency)]))
    advertiserPlaces[key] = advertisers.count - 1
    return advertisers.count - 1
  }

  // MARK: Lines

  mutating func countLines(_ reading: borrowing SourceReading, _ folds: [Fold]) throws(ConversionsError) {
    var codes: [UInt32: Int] = [:]
    var lastCodes: (bits: UInt32, count: Int) = (0, 0)
    var last: (file: FileCurrency, index: SourceTotals)?
    for line in reading.ledger.lines {
      let currency = reading.ledger.orders[Int(line.order)].currency
      let (sales, commission) = (Amount(millionths: line.sales), Amount(millionths: line.commission))
      let tally = Tally(line.state)
      let place = FileCurrency(file: line.file, currency: currency)
      if last?.file != place {
        if let last { sourceTotals[last.file] = last.index }
        last = (
          place,
          sourceTotals[place] ?? SourceTotals(source: Int(line.file), currency: currencies[Int(currency)])
        )
      }
      guard totals[Int(currency)].sums[tally].add(sales: sales, commission: commission),
        last?.index.sums[tally].add(sales: sales, commission: commission) ?? true
      else {
        throw .overflow(sources[Int(line.file)].path, Int(line.number))
      }
      if tally.isCounted, line.traits.contains(.event) {
        _ = totals[Int(currency)].announced.add(sales: sales, commission: commission)
      }
      let told = line.toldCodes & ~StoredLine.onceForOrder
      if told != 0 {
        if told != lastCodes.bits {
          codes[lastCodes.bits, default: 0] += lastCodes.count
          lastCodes = (told, 0)
        }
        lastCodes.count += 1
      }
    }
    codes[lastCodes.bits, default: 0] += lastCodes.count
    if let last { sourceTotals[last.file] = last.index }
    for (bits, number) in codes {
      for code in ConversionCodes(bits: bits).all { findings[code, default: 0] += number }
    }
    for note in reading.notes { findings[note.code, default: 0] += 1 }
    for (code, count) in reading.brokenCounts { findings[code, default: 0] += count }
    for fold in folds { findings[fold.code, default: 0] += 1 }
    for (place, sums) in reading.brokenSums {
      var of =
        sourceTotals[place]
        ?? SourceTotals(source: Int(place.file), currency: currencies[Int(place.currency)])
      guard of.sums[.unread].add(sums), totals[Int(place.currency)].sums[.unread].add(sums) else {
        throw .overflow(sources[Int(place.file)].path, 1)
      }
      sourceTotals[place] = of
    }
  }

  // MARK: Clicks

  /// Sums clicks and sales by u1. A file whose lines are another one's is that file again.
  mutating func countActivity(
    _ reading: SourceReading, _ sources: inout [ConversionSource]
  ) throws(ConversionsError) {
    var seen: [[StoredActivity.Content]: UInt16] = [:]
    var start = 0
    let all = reading.activity
    while start < all.count {
      var end = start
      while end < all.count, all[end].file == all[start].file { end += 1 }
      let lines = all[start..<end]
      let content = lines.map { $0.content(reading.ledger.arena) }.sorted()
      let original = seen[content]
      let isRepeated = original != nil
      if let original {
        sources[Int(all[start].file)].original = sources[Int(original)].path
      } else {
        seen[content] = all[start].file
      }
      for line in lines {
        if !isRepeated, let code = line.toldCode { findings[code, default: 0] += 1 }
        var totals = activity[line.currency] ?? ActivityTotals(currency: currencies[Int(line.currency)])
        let (sales, commission) = (Amount(millionths: line.sales), Amount(millionths: line.commission))
        let (clicks, overflows) = totals.clicks.addingReportingOverflow(isRepeated ? 0 : Int(line.clicks))
        let isAdded =
          isRepeated
          ? totals.repeated.add(sales: sales, commission: commission)
          : totals.sums.add(sales: sales, commission: commission)
        guard !overflows, isAdded else { throw .overflow(sources[Int(line.file)].path, Int(line.number)) }
        totals.clicks = clicks
        activity[line.currency] = totals
      }
      start = end
    }
  }

  // MARK: Results

  var sortedTotals: [CurrencyTotals] {
    totals.filter { $0.sums.all.lines > 0 }.sorted { $0.currency < $1.currency }
  }

  var sortedSourceTotals: [SourceTotals] {
    sourceTotals.values.sorted { ($0.source, $0.currency) < ($1.source, $1.currency) }
  }

  var sortedAdvertisers: [AdvertiserTotals] {
    advertisers.sorted { one, other in
      if one.currency != other.currency { return one.currency < other.currency }
      let (commission, otherCommission) = (one.figures.sums.commission, other.figures.sums.commission)
      if commission != otherCommission { return commission > otherCommission }
      return one.id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }
  }

  var sortedActivity: [ActivityTotals] { activity.values.sorted { $0.currency < $1.currency } }
}
