/// A hash table of indices of things that are kept elsewhere, with open addressing. A slot holds the hash beside the index, so
/// that hardly anything is looked at that is not what is looked for, and growing looks at nothing else.
struct IndexTable {
  /// 0 for nothing, else the hash in the upper half and in the lower one an index and 1.
  private var slots: [UInt64]
  private var count = 0

  init(capacity: Int = 1 << 10) {
    slots = [UInt64](repeating: 0, count: capacity)
  }

  /// Finds the index of a thing, or the slot that it is to have.
  /// - Parameter isIt: returns true for the index of the thing itself.
  @inline(__always)
  func find(_ hash: UInt32, _ isIt: (Int) -> Bool) -> (slot: Int, index: Int?) {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while true {
      let found = slots[slot]
      if found == 0 { return (slot, nil) }
      if UInt32(truncatingIfNeeded: found >> 32) == hash {
        let index = Int(UInt32(truncatingIfNeeded: found)) - 1
        if isIt(index) { return (slot, index) }
      }
      slot = (slot + 1) & mask
    }
  }

  /// Puts an index into the slot that was found for it.
  mutating func set(_ slot: Int, to index: Int, hash: UInt32, isNew: Bool) {
    slots[slot] = UInt64(hash) << 32 | UInt64(UInt32(truncatingIfNeeded: index + 1))
    guard isNew else { return }
    count += 1
    if count * 3 > slots.count * 2 { grow() }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: 0, count: 2 * slots.count)
    let mask = larger.count - 1
    for found in slots where found != 0 {
      var slot = Int(found >> 32) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = found
    }
    slots = larger
  }
}
