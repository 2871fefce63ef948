/// Sales that stand there as realtime lines and as batch lines (section 6 of `README.md`).
extension Ledger {
  /// Seconds that the two reports of one sale may be apart.
  static let twinWindow: UInt32 = 48 * 3600

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
  /// - Returns: the line that each twin is one of, by the twin's index.
  mutating func findTwins(_ options: ConversionOptions) -> [Int: Int] {
    var realtime: [Sale: [Int]] = [:]
    var batch: [Sale: [Int]] = [:]
    for (index, line) in lines.enumerated()
    where !line.traits.isDisjoint(with: [.realtime, .batch]) && line.isCounted && line.transaction != 0 {
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
      let isCertain = indices.allSatisfy { namesClick(lines[$0], options) }
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
        twins[twin] = kept
        guard isCertain else {
          lines[twin].codes |= ConversionCode.batchTwinPossible.bit
          continue
        }
        lines[twin].codes |= ConversionCode.batchTwin.bit
        if !options.countsTwins {
          lines[twin].state = .deduplicated
          // Its line is there, under other ids.
          lines[twin].codes &= ~ConversionCode.eventUnconfirmed.bit
        }
      }
    }
    return twins
  }

  /// True if the u1 of a line names one click of one visitor: a code is the same for all visitors of its link.
  private func namesClick(_ line: StoredLine, _ options: ConversionOptions) -> Bool {
    guard line.state == .ok, line.subid != 0, !options.filling.isAlwaysCode else { return false }
    guard let known = options.links?.known else { return !options.filling.usesCodes }
    return arena.withBytes(line.subid, known.number(of:)) == nil
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
