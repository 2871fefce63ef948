internal import AutoTagBytes

/// Reads postbacks from a web server's access log in the common or the combined format: the query strings of requests.
struct AccessLogReader {
  /// The path of postbacks; `nil` for every path.
  let path: String?

  /// Returns true if a line is one of an access log: it holds a request in quotes and a status.
  static func isLogLine(_ line: [UInt8]) -> Bool { request(in: line) != nil || oddRequest(in: line) != nil }

  /// Returns what a line of an access log has in the place of a request: nothing, a greeting of another protocol, a request that
  /// was refused. Between the time in brackets and the status anything may stand in quotes.
  private static func oddRequest(in line: [UInt8]) -> Range<Int>? {
    guard let start = line.firstRange(of: Array("] \"".utf8))?.upperBound else { return nil }
    var end = start
    while end < line.count, line[end] != UInt8(ascii: "\"") {
      // Httpd escapes a quote, and what it escapes with.
      end += line[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end + 4 < line.count, line[end + 1] == 0x20, line[(end + 2)...(end + 4)].allSatisfy(ASCII.isDigit),
      end + 5 == line.count || line[end + 5] == 0x20
    else { return nil }
    return start..<end
  }

  /// Returns the target of the line's request, and its index.
  private static func request(in line: [UInt8]) -> (target: Range<Int>, method: Range<Int>)? {
    guard let quote = line.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
    let start = quote + 1
    guard let space = line[start...].firstIndex(of: 0x20), space > start,
      line[start..<space].allSatisfy({ 0x41...0x5A ~= $0 })
    else { return nil }
    let rest = line[(space + 1)...]
    guard let end = rest.firstIndex(where: { $0 == 0x20 || $0 == UInt8(ascii: "\"") }), line[end] == 0x20,
      line[(end + 1)...].starts(with: "HTTP/".utf8)
    else { return nil }
    return (space + 1..<end, start..<space)
  }

  /// - Returns: false for a line that is none of an access log.
  func add(_ line: [UInt8], number: Int, to reading: inout SourceReading) throws(Ledger.Full) -> Bool {
    guard let (target, _) = Self.request(in: line) else {
      guard let request = Self.oddRequest(in: line) else { return false }
      if line[request].firstRange(of: Array("is_event=".utf8)) == nil {
        reading.skip(.request)
      } else {
        reading.addBroken(
          .lineBroken, line: number, column: request.lowerBound + 1,
          "the request is none of HTTP, and has is_event in it",
          fix: "look at what sent it: a value with a space or a quote in it is percent-encoded")
      }
      return true
    }
    defer { tellOfSecond(line, behind: target.upperBound, number, &reading) }
    let mark = line[target].firstIndex(of: UInt8(ascii: "?"))
    let path = PercentEncoding.text(line, target.lowerBound..<(mark ?? target.upperBound))
    guard let mark, self.path == nil || Self.pathOnly(path) == self.path else {
      reading.skip(.request)
      return true
    }
    var fields = MessageFields(line: number, column: target.lowerBound + 1)
    var start = mark + 1
    while start < target.upperBound {
      let end = line[start..<target.upperBound].firstIndex(of: UInt8(ascii: "&")) ?? target.upperBound
      let equals = line[start..<end].firstIndex(of: UInt8(ascii: "="))
      if let equals {
        let name = Self.decoded(line, start..<equals)
        let value = Self.decoded(line, equals + 1..<end)
        fields.set(name.text, .init(bytes: value, line: number, column: equals + 2))
      }
      start = end + 1
    }
    // Rakuten wants `is_event` in every postback's address.
    guard fields.values[.event] != nil else {
      if self.path != nil {
        reading.addBroken(
          .lineBroken, line: number, column: target.lowerBound + 1, "the request has no is_event",
          fix: "is it a postback? Else name another --postback-path")
      } else {
        reading.skip(.request)
      }
      return true
    }
    try fields.add(to: &reading)
    return true
  }

  /// Tells of a postback that stands behind another request in a line, as where writers cut each other's lines.
  private func tellOfSecond(
    _ line: [UInt8], behind index: Int, _ number: Int, _ reading: inout SourceReading
  ) {
    // Servers escape a quote in a referrer or an agent.
    guard let mark = line[index...].firstRange(of: Array("] \"".utf8)),
      line[mark.upperBound...].firstRange(of: Array("is_event=".utf8)) != nil
    else { return }
    reading.addBroken(
      .lineBroken, line: number, column: mark.upperBound + 1,
      "another request with is_event stands behind the first one of the line",
      fix: "put the end of the line back between the two")
  }

  /// The path of a target, which proxies write with a scheme and a host.
  private static func pathOnly(_ target: String) -> String {
    guard let scheme = target.firstRange(of: "://") else { return target }
    return target[scheme.upperBound...].firstIndex(of: "/").map { String(target[$0...]) } ?? "/"
  }

  /// Decodes a name or a value: what the log escapes (`\x22`), then `+` and percent-encoding.
  private static func decoded(_ line: [UInt8], _ range: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = line[index]
      if byte == UInt8(ascii: "\\"), index + 3 < range.upperBound, line[index + 1] == UInt8(ascii: "x"),
        let high = ASCII.hexDigit(line[index + 2]), let low = ASCII.hexDigit(line[index + 3])
      {
        bytes.append(high << 4 | low)
        index += 4
        continue
      }
      bytes.append(byte == UInt8(ascii: "+") ? 0x20 : byte)
      index += 1
    }
    return PercentEncoding.decode(bytes.span, bytes.indices)
  }
}
