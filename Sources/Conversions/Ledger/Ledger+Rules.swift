internal import AutoTagBytes

/// The rules that need all lines. `README.md` of this module says them in words, with their reasons; the order is the
/// document's.
extension Ledger {
  /// Seconds that the two reports of one sale may be apart.
  static let twinWindow: UInt32 = 48 * 3600

  /// - Parameter countsTwins: true if twins are only flagged.
  /// - Returns: the line that each twin is one of, by the twin's index.
  mutating func applyRules(countsTwins: Bool) -> [Int: Int] {
    dropReportedMessages()
    supersedeEvents()
    return findTwins(countsTwins: countsTwins)
  }

  /// Takes lines of reports without ids out where a message with an id says the same: of equal ones the higher number counts.
  private mutating func dropReportedMessages() {
    var isMixed = (keyed: false, plain: false)
    for line in lines where line.isCounted {
      if line.isKeyed { isMixed.keyed = true } else { isMixed.plain = true }
    }
    guard isMixed.keyed, isMixed.plain else { return }
    var messages: [LineContent: Int] = [:]
    for line in lines where line.isCounted && line.isKeyed && !line.traits.contains(.event) {
      messages[content(of: line), default: 0] += 1
    }
    // Reports tell no type: their lines go first, so that the same lines are left in any order of files.
    for type in [LineTraits(), .batch, .realtime] {
      for index in lines.indices
      where lines[index].isCounted && !lines[index].isKeyed && !lines[index].traits.contains(.event)
        && lines[index].traits.intersection([.batch, .realtime]) == type
      {
        let content = content(of: lines[index])
        guard let left = messages[content], left > 0 else { continue }
        messages[content] = left - 1
        lines[index].state = .deduplicated
        lines[index].codes |= ConversionCode.lineRepeated.bit
      }
    }
  }

  /// Takes the missing u1 off the corrections of an order whose sale names a click: it is theirs too (section 2).
  /// - Parameter members: the counted lines of an order.
  mutating func settleCorrections(_ members: ArraySlice<UInt32>) {
    let missing = ConversionCode.subidMissing.bit
    let settled = members.filter { member in
      let line = lines[Int(member)]
      return line.codes & missing != 0 && line.traits.contains(.negative)
    }
    guard !settled.isEmpty,
      members.contains(where: { lines[Int($0)].state == .ok && lines[Int($0)].subid != 0 })
    else { return }
    for member in settled {
      lines[Int(member)].state = .ok
      lines[Int(member)].codes &= ~missing
    }
  }

  // MARK: Events

  private struct Item: Hashable {
    let advertiser: UInt32
    let id: [UInt8]
    /// 0 where the id is the line's own.
    let sku: UInt32
    let isOrder: Bool
  }

  /// Takes events out whose commissionable line is there.
  private mutating func supersedeEvents() {
    let events = lines.indices.filter { lines[$0].isCounted && lines[$0].traits.contains(.event) }
    guard !events.isEmpty else { return }
    var wanted: Set<Item> = []
    for index in events { wanted.formUnion(items(of: lines[index])) }
    var found: Set<Item> = []
    for line in lines where line.isCounted && line.traits.isDisjoint(with: [.event, .negative]) {
      for item in items(of: line) where wanted.contains(item) { found.insert(item) }
    }
    for index in events {
      let isSuperseded = items(of: lines[index]).contains { found.contains($0) }
      if isSuperseded { lines[index].state = .deduplicated }
      let code: ConversionCode = isSuperseded ? .eventSuperseded : .eventUnconfirmed
      lines[index].codes |= code.bit
    }
  }

  /// The signs that a line is recognised by: its own id, and the order's with the SKU.
  private func items(of line: StoredLine) -> [Item] {
    let order = orders[Int(line.order)]
    var items: [Item] = []
    if line.isKeyed {
      items.append(
        Item(advertiser: order.advertiser, id: Array(arena.bytes(line.id)), sku: 0, isOrder: false))
    }
    if order.id != 0 {
      items.append(
        Item(advertiser: order.advertiser, id: Array(arena.bytes(order.id)), sku: line.sku, isOrder: true))
    }
    return items
  }

  // MARK: Twins

  private struct Sale: Hashable {
    let advertiser: UInt32
    let currency: UInt16
    let sku: UInt32
    let sales: Int64?
    let commission: Int64
    let quantity: Int32
    let subid: [UInt8]
  }

  /// Finds sales that stand there as realtime lines and as batch lines.
  private mutating func findTwins(countsTwins: Bool) -> [Int: Int] {
    var realtime: [Sale: [Int]] = [:]
    var batch: [Sale: [Int]] = [:]
    for (index, line) in lines.enumerated()
    where line.state == .ok && line.transaction != 0 && line.subid != 0 {
      if line.traits.contains(.realtime) {
        realtime[sale(of: line), default: []].append(index)
      } else if line.traits.contains(.batch) {
        batch[sale(of: line), default: []].append(index)
      }
    }
    var twins: [Int: Int] = [:]
    for (sale, indices) in batch {
      guard var partners = realtime[sale] else { continue }
      partners.sort(by: isBefore)
      var isTaken = [Bool](repeating: false, count: partners.count)
      var start = 0
      for index in indices.sorted(by: isBefore) {
        // Those that are taken or too old for this line are so for the later ones.
        while start < partners.count, isTaken[start] || isOutdated(partners[start], for: index) { start += 1 }
        guard
          let place = partners.indices[start...].first(where: {
            !isTaken[$0] && isTwin(index, of: partners[$0])
          })
        else { continue }
        isTaken[place] = true
        let partner = partners[place]
        // An announcement gives way to the line that is paid.
        let isAnnounced = lines[partner].traits.contains(.event) && !lines[index].traits.contains(.event)
        let (twin, kept) = isAnnounced ? (partner, index) : (index, partner)
        lines[twin].codes |= ConversionCode.batchTwin.bit
        if !countsTwins {
          lines[twin].state = .deduplicated
          // Its line is there, under other ids.
          lines[twin].codes &= ~ConversionCode.eventUnconfirmed.bit
        }
        twins[twin] = kept
      }
    }
    return twins
  }

  private func sale(of line: StoredLine) -> Sale {
    let order = orders[Int(line.order)]
    return Sale(
      advertiser: order.advertiser, currency: order.currency, sku: line.sku, sales: line.givenSales,
      commission: line.commission, quantity: line.quantity, subid: Array(arena.bytes(line.subid)))
  }

  private func isOutdated(_ one: Int, for other: Int) -> Bool {
    lines[other].transaction > Self.twinWindow
      && lines[one].transaction < lines[other].transaction - Self.twinWindow
  }

  private func isTwin(_ one: Int, of other: Int) -> Bool {
    let (one, other) = (lines[one], lines[other])
    let distance =
      one.transaction > other.transaction
      ? one.transaction - other.transaction : other.transaction - one.transaction
    return distance <= Self.twinWindow && !arena.equal(orders[Int(one.order)].id, orders[Int(other.order)].id)
      && (one.id == 0 || !arena.equal(one.id, other.id))
  }

  /// The order in which lines of one sale are paired, whatever order they came in.
  private func isBefore(_ one: Int, _ other: Int) -> Bool {
    func texts(_ line: StoredLine) -> [[UInt8]] {
      [Array(arena.bytes(orders[Int(line.order)].id)), Array(arena.bytes(line.id))]
    }
    let (first, second) = (lines[one], lines[other])
    if first.transaction != second.transaction { return first.transaction < second.transaction }
    let (ones, others) = (texts(first), texts(second))
    for (one, other) in zip(ones, others) where one != other { return one.lexicographicallyPrecedes(other) }
    if first.process != second.process { return first.process < second.process }
    if first.traits != second.traits { return first.traits.rawValue < second.traits.rawValue }
    return (first.file, first.number) < (second.file, second.number)
  }
}
