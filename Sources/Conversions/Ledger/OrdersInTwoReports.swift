/// The orders that two kinds of report have with different lines (section 7 of `README.md`).
extension Ledger {
  /// True if an item of an order is counted from two kinds of report, by lines that say different things. Its repeats
  /// tell then if each kind has its own version of it, or if one of them has both.
  func mayBeInTwoReports(_ members: ArraySlice<UInt32>, _ sources: [ConversionSource]) -> Bool {
    let lines = members.lazy.map { self.lines[Int($0)] }
    guard let first = lines.first, lines.contains(where: { $0.file != first.file }) else { return false }
    var items: [TextArena.Reference: (shapes: Set<String>, contents: Set<LineContent>)] = [:]
    for line in lines where !line.traits.contains(.negative) {
      items[line.sku, default: ([], [])].shapes.insert(sources[Int(line.file)].shape)
      items[line.sku, default: ([], [])].contents.insert(content(of: line))
    }
    return items.values.contains { $0.shapes.count > 1 && $0.contents.count > 1 }
  }

  /// Marks the lines of those orders that are in two kinds of report.
  /// - Parameter orders: the orders of which that may be.
  mutating func markInTwoReports(
    _ orders: [Int], _ groups: OrderGroups, _ sources: [ConversionSource]
  ) {
    guard !orders.isEmpty else { return }
    let kinds = kinds(ofLinesIn: Set(orders.map(UInt32.init)), sources)
    for order in orders {
      let members = groups.members(of: order)
      var items: [TextArena.Reference: Set<Set<String>>] = [:]
      for member in members where !lines[Int(member)].traits.contains(.negative) {
        let line = lines[Int(member)]
        items[line.sku, default: []].insert(kinds[content(of: line)] ?? [])
      }
      guard items.values.contains(where: Self.isApart) else { continue }
      for member in members { lines[Int(member)].codes |= ConversionCode.orderInTwoReports.bit }
    }
  }

  /// True if two of the lines that have these kinds of report have none in common.
  private static func isApart(_ kinds: Set<Set<String>>) -> Bool {
    kinds.contains { one in kinds.contains { one.isDisjoint(with: $0) } }
  }

  /// The kinds of report that have each content of some orders' lines: those of all lines that say it, counted or not, and of
  /// the messages that such a line stands for. Which of equal lines is counted makes no difference.
  private func kinds(
    ofLinesIn orders: Set<UInt32>, _ sources: [ConversionSource]
  ) -> [LineContent: Set<String>] {
    var kinds: [LineContent: Set<String>] = [:]
    for line in lines where line.state != .discarded {
      let shape = sources[Int(line.file)].shape
      if orders.contains(line.order) { kinds[content(of: line), default: []].insert(shape) }
      guard line.isKeyed, line.codes & ConversionCode.lineRepeated.bit != 0,
        let counted = message(ofID: line),
        orders.contains(counted.order)
      else { continue }
      kinds[content(of: counted), default: []].insert(shape)
    }
    return kinds
  }
}
