/// The orders that two kinds of report have with different lines (section 7 of `README.md`). A value that a source does not
/// have is unknown, and may be any.
extension Ledger {
  /// True if an item of an order is counted from two kinds of report, by lines that say different things. Its repeats
  /// tell then if each kind has its own version of it, or if one of them has both.
  func mayBeInTwoReports(_ members: ArraySlice<UInt32>, _ sources: [ConversionSource]) -> Bool {
    let lines = members.lazy.map { self.lines[Int($0)] }
    guard let first = lines.first,
      lines.contains(where: { $0.file != first.file || $0.isKeyed != first.isKeyed })
    else { return false }
    // A line without a SKU may be any item.
    let isOne = lines.contains { $0.sku == 0 }
    var items: [TextArena.Reference: (shapes: Set<String>, contents: Set<LineContent>)] = [:]
    for line in lines where !line.traits.contains(.negative) {
      let item = isOne ? 0 : line.sku
      items[item, default: ([], [])].shapes.insert(shape(of: line, sources))
      items[item, default: ([], [])].contents.insert(content(of: line))
    }
    return items.values.contains { $0.shapes.count > 1 && $0.contents.count > 1 }
  }

  /// The kind of report that has a line. Messages with an id are known again by it, so that those without one are another.
  private func shape(of line: StoredLine, _ sources: [ConversionSource]) -> String {
    let shape = sources[Int(line.file)].shape
    return shape.isEmpty && line.isKeyed ? "id" : shape
  }

  /// The orders of one number, of which a source does not tell the advertiser or the currency and another one does: they may
  /// be one order.
  func relatedOrders() -> [[Int]] {
    var (advertisers, currencies) = (Presence(), Presence())
    for order in orders where order.id != 0 {
      advertisers.note(order.advertiser != 0)
      currencies.note(order.currency != 0)
    }
    guard advertisers.isMixed || currencies.isMixed else { return [] }
    func isPartly(_ order: StoredOrder) -> Bool {
      order.id != 0
        && (advertisers.isMixed && order.advertiser == 0 || currencies.isMixed && order.currency == 0)
    }
    var groups: [[UInt8]: [Int]] = [:]
    for order in orders where isPartly(order) { groups[Array(arena.bytes(order.id))] = [] }
    for (index, order) in orders.enumerated() where order.id != 0 {
      groups[Array(arena.bytes(order.id))]?.append(index)
    }
    return groups.values.filter { $0.count > 1 }
  }

  private struct Presence {
    private var (known, unknown) = (false, false)
    var isMixed: Bool { known && unknown }

    mutating func note(_ isKnown: Bool) {
      if isKnown { known = true } else { unknown = true }
    }
  }

  /// Marks the lines of those orders that are in two kinds of report.
  /// - Parameter candidates: the orders of which that may be, with those that may be the same.
  /// - Returns: the number of such orders.
  mutating func markInTwoReports(
    _ candidates: [[Int]], _ groups: OrderGroups, _ sources: [ConversionSource]
  ) -> Int {
    guard !candidates.isEmpty else { return 0 }
    var marked = 0
    let kinds = kinds(ofLinesIn: Set(candidates.joined().map(UInt32.init)), sources)
    for candidate in candidates {
      var items = VagueItems()
      for order in candidate {
        for member in groups.members(of: order) where !lines[Int(member)].traits.contains(.negative) {
          let line = lines[Int(member)]
          items.add(
            VagueItem(
              advertiser: orders[order].advertiser, currency: UInt32(orders[order].currency), sku: line.sku),
            of: order, kinds: kinds[content(of: line)] ?? [])
        }
      }
      for order in items.apart {
        marked += 1
        for member in groups.members(of: order) {
          lines[Int(member)].codes |= ConversionCode.orderInTwoReports.bit
        }
      }
    }
    return marked
  }

  /// The kinds of report that have each content of some orders' lines: those of all lines that say it, counted or not, and of
  /// the messages that such a line stands for. Which of equal lines is counted makes no difference.
  private func kinds(
    ofLinesIn orders: Set<UInt32>, _ sources: [ConversionSource]
  ) -> [LineContent: Set<String>] {
    var kinds: [LineContent: Set<String>] = [:]
    for line in lines where line.state != .discarded {
      let shape = shape(of: line, sources)
      if orders.contains(line.order) { kinds[content(of: line), default: []].insert(shape) }
      guard line.isKeyed, line.codes & ConversionCode.lineRepeated.bit != 0,
        let counted = message(ofID: line).map({ lines[$0] }),
        orders.contains(counted.order)
      else { continue }
      kinds[content(of: counted), default: []].insert(shape)
    }
    return kinds
  }
}
