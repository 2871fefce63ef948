internal import AutoTagBytes

/// Reads answers of the Events API and logged postbacks: objects, lists of them, pages with the list under `data`, and JSON
/// lines.
enum EventReader {
  static func read(_ file: [UInt8], into reading: inout SourceReading) throws(Ledger.Full) {
    var items = JSONItems(file)
    while true {
      let node: JSONNode?
      do throws(JSONReader.Failure) {
        node = try items.next()
      } catch {
        reading.addBroken(
          .lineBroken, line: error.line, column: nil, error.message,
          fix: "save the answer again; what follows in the same list is not read")
        continue
      }
      guard let node else { return }
      try add(node, to: &reading)
    }
  }

  /// The names of lists of events in an answer.
  private static let lists = ["data", "events", "transactions"]

  private static func add(_ node: JSONNode, to reading: inout SourceReading) throws(Ledger.Full) {
    guard case .object(let members) = node.value else {
      return reading.addBroken(
        .lineBroken, line: node.line, column: node.column, "an event in { } is expected here",
        fix: "give the answer of the Events API as it came, or one postback on each line")
    }
    var fields = MessageFields(line: node.line)
    for member in members {
      let bytes: [UInt8]
      switch member.value.value {
      case .string(let text), .number(let text): bytes = Array(text.utf8)
      case .bool(let truth): bytes = Array((truth ? "true" : "false").utf8)
      case .null:
        fields.leaveOut(member.name)
        continue
      case .array, .object:
        fields.refuse(member.name, .init(bytes: [], line: member.value.line, column: member.value.column))
        continue
      }
      fields.set(member.name, .init(bytes: bytes, line: member.value.line, column: member.value.column))
    }
    if fields.isConversion { return try fields.add(to: &reading) }
    let found = members.compactMap { lists.contains($0.name) ? $0.value.array : nil }
    for items in found {
      for item in items { try add(item, to: &reading) }
    }
    guard found.isEmpty else { return }
    reading.addBroken(
      .lineBroken, line: node.line, column: node.column,
      "the object has no order_id or etransaction_id with commissions",
      fix: "give the answer of the Events API as it came, or one postback on each line")
  }
}
