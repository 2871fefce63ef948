internal import AutoTagBytes

/// Reads answers of the Events API and logged postbacks: objects, lists of them, pages with the list under `data`, and JSON
/// lines.
struct EventReader {
  /// Answers that are errors, with the words about them.
  private var errors: [(node: JSONNode, words: String)] = []

  /// - Returns: the reason why the file has no events, if it is an error that the API answered with.
  static func read(_ file: [UInt8], into reading: inout SourceReading) throws(Ledger.Full) -> String? {
    var reader = EventReader()
    let lines = reading.ledger.lines.count
    var items = JSONItems(file)
    while true {
      let node: JSONNode?
      do throws(JSONReader.Failure) {
        node = try items.next()
      } catch {
        reading.addBroken(
          .lineBroken, line: error.line, column: nil, error.message,
          fix: items.isListCut
            ? "save the answer again; what follows in the same list is not read"
            : "write each message as a whole; the lines below are read")
        continue
      }
      guard let node else { break }
      try reader.add(node, to: &reading)
    }
    guard let first = reader.errors.first else { return nil }
    if reading.ledger.lines.count == lines, reading.brokenInFile == 0 {
      return "has no events: the API answered with an error\(first.words): fetch it again with a valid token"
    }
    for (node, words) in reader.errors {
      reading.addBroken(
        .lineBroken, line: node.line, column: node.column, "the API answered with an error\(words)",
        fix: "fetch the answer again with a valid token")
    }
    return nil
  }

  /// The names of lists of events in an answer.
  private static let lists = ["data", "events", "transactions"]

  private mutating func add(_ node: JSONNode, to reading: inout SourceReading) throws(Ledger.Full) {
    guard case .object(let members) = node.value else {
      return reading.addBroken(
        .lineBroken, line: node.line, column: node.column, "an event in { } is expected here",
        fix: "give the answer of the Events API as it came, or one postback on each line")
    }
    var fields = MessageFields(line: node.line, column: node.column)
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
    let found = members.compactMap { Self.lists.contains($0.name) ? $0.value.array : nil }
    for items in found {
      for item in items { try add(item, to: &reading) }
    }
    guard found.isEmpty else { return }
    if let words = Self.error(in: node) { return errors.append((node, words)) }
    reading.addBroken(
      .lineBroken, line: node.line, column: node.column,
      "the object has no order_id or etransaction_id with commissions",
      fix: "give the answer of the Events API as it came, or one postback on each line")
  }

  // MARK: Errors

  /// Returns the code and the words of an error, such as “ (401: expired)”; `nil` for an object that tells of none.
  private static func error(in answer: JSONNode) -> String? {
    // Gateways have names of their own for it; of several errors the first is told.
    for name in ["errors", "error", "fault"] {
      guard let value = answer[name] else { continue }
      let error = value.array?.first ?? value
      let inner = text(error).map { [$0] + texts(["error_description", "message"], in: answer) }
      let parts =
        inner ?? texts(["code", "status", "error_code"], in: error)
        + texts(["message", "detail", "title", "description", "faultstring"], in: error)
      return words(parts)
    }
    let codes = texts(["status", "code", "statusCode"], in: answer)
    let messages = texts(["message", "detail", "title", "description"], in: answer)
    return codes.isEmpty || messages.isEmpty ? nil : words(codes + messages)
  }

  /// The first of some fields that has a text or a number.
  private static func texts(_ names: [String], in object: JSONNode) -> [String] {
    names.lazy.compactMap { object[$0].flatMap(text) }.first.map { [$0] } ?? []
  }

  private static func text(_ node: JSONNode) -> String? {
    switch node.value {
    case .string(let text), .number(let text): text.isEmpty ? nil : text
    case .null, .bool, .array, .object: nil
    }
  }

  private static func words(_ parts: [String]) -> String {
    parts.isEmpty ? "" : " (\(parts.map { QuotedInput.plain($0.utf8) }.joined(separator: ": ")))"
  }
}
