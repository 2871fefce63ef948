/// The rules that need all lines. `README.md` of this module says them in words, with their reasons; the order is the
/// document's.
extension Ledger {
  /// - Returns: the lines that others are told of with.
  mutating func applyRules(_ options: ConversionOptions) -> RelatedLines {
    let changes = markChanges()
    dropReportedMessages()
    supersedeEvents()
    return RelatedLines(twins: findTwins(options), changes: changes)
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
    let lone = loneItems()
    for index in events {
      let isSuperseded =
        items(of: lines[index]).contains { found.contains($0) } || lone.contains(orderKey(lines[index]))
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

  /// The orders whose events have one SKU, and whose lines that are paid have one, where one of the two is not known: these are
  /// one item.
  private func loneItems() -> Set<Item> {
    var skus: [Item: (events: Set<UInt32>, paid: Set<UInt32>)] = [:]
    for line in lines where line.isCounted && line.traits.contains(.event) {
      guard orders[Int(line.order)].id != 0 else { continue }
      skus[orderKey(line), default: ([], [])].events.insert(line.sku)
    }
    guard !skus.isEmpty else { return [] }
    for line in lines where line.isCounted && line.traits.isDisjoint(with: [.event, .negative]) {
      guard orders[Int(line.order)].id != 0, skus[orderKey(line)] != nil else { continue }
      skus[orderKey(line)]?.paid.insert(line.sku)
    }
    return Set(
      skus.filter { _, skus in
        skus.events.count == 1 && skus.paid.count == 1 && (skus.events.contains(0) || skus.paid.contains(0))
      }.keys)
  }

  private func orderKey(_ line: StoredLine) -> Item {
    let order = orders[Int(line.order)]
    return Item(advertiser: order.advertiser, id: Array(arena.bytes(order.id)), sku: 0, isOrder: true)
  }
}
