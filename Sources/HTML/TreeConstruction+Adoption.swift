/// The adoption agency algorithm (HTML standard, section 13.2.6.4.7): the effect of `</b>` and similar end tags on the stack
/// and the active formatting elements, also if their tags are not nested.
extension TreeConstruction {
  /// Runs the algorithm for a tag's name.
  mutating func adopt(_ subject: TagName) {
    if let current = open.current, current.name == subject.name,
      formatting.index(ofID: current.id) == nil
    {
      open.pop()
      return
    }
    for _ in 0..<8 {
      work += formatting.entries.count
      guard let index = formatting.lastIndex(of: subject) else {
        endAnyOther(subject)
        return
      }
      guard let position = open.position(ofID: formatting.entries[index].id) else {
        formatting.remove(at: index)
        return
      }
      guard position >= open.boundary(.element) else { return }
      guard let furthestBlock = open.firstSpecial(above: position) else {
        open.pop(downTo: position)
        formatting.remove(at: index)
        return
      }
      reopen(subject, listedAt: index, standingAt: position, in: furthestBlock)
    }
  }

  /// Closes a formatting element and opens it again within the furthest block (steps 4.9 to 4.19).
  /// - Parameters:
  ///   - index: its index in the list of active formatting elements.
  ///   - position: its position in the stack.
  ///   - furthestBlock: the block's position in the stack.
  private mutating func reopen(
    _ subject: TagName, listedAt index: Int, standingAt position: Int, in furthestBlock: Int
  ) {
    work += 8 * (open.count - position)
    var formattingIndex = index
    var bookmark = index
    var isFirst = true
    // The elements between, from the block outwards: those that are formatting elements stay, as new ones.
    var between: [OpenElements.Element] = []
    for (count, inner) in (position + 1..<furthestBlock).reversed().enumerated() {
      var element = open[inner]
      work += element.id == 0 ? 0 : formatting.entries.count
      guard let listed = formatting.index(ofID: element.id) else { continue }
      if count >= 3 {
        formatting.remove(at: listed)
        if listed < bookmark { bookmark -= 1 }
        if listed < formattingIndex { formattingIndex -= 1 }
        continue
      }
      element.id = open.makeID()
      formatting.setID(element.id, at: listed)
      if isFirst { bookmark = listed + 1 }
      isFirst = false
      between.append(element)
    }
    // `isFirst` above is the standard's "last node is furthest block": true for the first element that stays.
    var again = open[position]
    again.id = open.makeID()
    var entry = formatting.entries[formattingIndex]
    entry.id = again.id
    formatting.remove(at: formattingIndex)
    if formattingIndex < bookmark { bookmark -= 1 }
    formatting.insert(entry, at: bookmark)

    var above = Array(between.reversed())
    above.append(open[furthestBlock])
    above.append(again)
    for inner in furthestBlock + 1..<open.count { above.append(open[inner]) }
    open.replace(from: position, with: above)
  }
}
