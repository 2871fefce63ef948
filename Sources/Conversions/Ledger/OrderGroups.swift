/// The counted lines of each order.
struct OrderGroups {
  private var starts: [UInt32]
  private var lines: [UInt32]

  init(_ ledger: Ledger) {
    starts = [UInt32](repeating: 0, count: ledger.orders.count + 1)
    var count = 0
    for line in ledger.lines where line.isCounted {
      starts[Int(line.order)] += 1
      count += 1
    }
    var sum: UInt32 = 0
    for index in starts.indices {
      sum += starts[index]
      starts[index] = sum
    }
    lines = [UInt32](repeating: 0, count: count)
    // From the back, so that each order's lines stay in their order.
    for index in ledger.lines.indices.reversed() where ledger.lines[index].isCounted {
      let order = Int(ledger.lines[index].order)
      starts[order] -= 1
      lines[Int(starts[order])] = UInt32(index)
    }
  }

  func members(of order: Int) -> ArraySlice<UInt32> { lines[Int(starts[order])..<Int(starts[order + 1])] }
}
