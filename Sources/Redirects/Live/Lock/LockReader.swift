internal import AutoTagTracking
internal import AutoTagWebURL

extension ResolutionLock {
  /// Reads a lock file. What is not exactly as this program writes it is an error with its line: a lock that is
  /// half understood would tag links by half an answer, and one that contradicts itself by an answer nobody gave.
  /// - Parameter file: its name in errors.
  package init(_ bytes: [UInt8], file: String) throws(LockError) {
    func failure(_ line: Int?, _ message: String) -> LockError {
      LockError(file: file, line: line, message: message)
    }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.starts(with: "<<<<<<< ".utf8) {
      throw failure(index + 1, "a merge conflict: settle it, or delete the file and run with --online")
    }
    do throws(LockJSONNode.Problem) {
      let fields = try LockFields(LockJSONNode.parse(bytes), "the file", ["version", "links"])
      let version = try fields.integer("version")
      guard version == Self.version else {
        throw fields.problem(
          "version",
          "version \(version) is not known to this program, which reads \(Self.version): "
            + (version > Self.version ? "use a newer autotag" : "delete the file and run with --online"))
      }
      for (link, line, value) in try fields.object("links") {
        guard let url = WebURL(link)?.requestable, url.description == link else {
          throw LockJSONNode.Problem(
            line: line, message: "“\(link)” is not an absolute http or https address")
        }
        set(try Self.entry(value, url, line: line), for: link)
      }
    } catch {
      throw failure(
        error.line,
        "\(error.message); \(error.remedy ?? "correct it, or delete the file and run with --online")")
    }
  }

  /// - Parameter line: that of the link.
  private static func entry(
    _ node: LockJSONNode, _ start: WebURL, line: Int
  ) throws(LockJSONNode.Problem) -> Entry {
    let fields = try LockFields(
      node, "a link",
      ["end", "destination", "status", "query", "hop", "reason", "resolved", "hops"])
    let written = try fields.array("hops").map { node throws(LockJSONNode.Problem) in
      try LockFields(node, "a hop", ["status", "by", "url", "location"])
    }
    let hops = try written.map { fields throws(LockJSONNode.Problem) in try hop(fields) }
    let resolved = try fields.string("resolved")
    guard let day = ISODay(resolved) else {
      throw fields.problem("resolved", "“\(resolved)” is no day such as 2026-11-24")
    }
    let chain = LiveChain(
      start: start, hops: hops, end: try end(fields), forwarding: try forwarding(fields, hops.count))
    if let contradiction = ChainContradiction.first(in: chain) {
      throw LockJSONNode.Problem(
        line: Self.line(of: contradiction.part, link: line, fields, written), message: contradiction.message,
        remedy: "remove the entry of \(start) and run with --online")
    }
    return Entry(chain: chain, resolved: day)
  }

  private static func line(
    of part: ChainContradiction.Part, link: Int, _ entry: LockFields, _ hops: [LockFields]
  ) -> Int {
    switch part {
    case .link: link
    case .field(let name): entry.line(of: name)
    case .hop(let index, let name): hops[index].line(of: name)
    }
  }

  private static func end(_ fields: LockFields) throws(LockJSONNode.Problem) -> LiveChain.End {
    let end = try fields.string("end")
    if end != "missing" { try fields.refuse("status", with: "end", end) }
    switch end {
    case "external": return .external(try fields.address("destination"))
    case "page": return .page(try fields.address("destination"))
    case "missing":
      return .missing(try fields.address("destination"), status: try fields.integer("status"))
    case "loop": return .loop(try fields.address("destination"))
    case "too-long":
      try fields.refuse("destination", with: "end", end)
      return .tooLong
    case "not-web": return .notWeb(try fields.string("destination"))
    default:
      throw fields.problem(
        "end", "“\(end)” is none of external, page, missing, loop, too-long and not-web")
    }
  }

  private static func forwarding(
    _ fields: LockFields, _ hops: Int
  ) throws(LockJSONNode.Problem) -> LiveChain.Forwarding {
    let query = try fields.string("query")
    if query == "forwards" {
      try fields.refuse("hop", with: "query", query)
      try fields.refuse("reason", with: "query", query)
      return .forwards
    }
    guard query == "drops" || query == "unknown" else {
      throw fields.problem("query", "“\(query)” is none of forwards, drops and unknown")
    }
    let hop = try fields.integer("hop")
    guard (0..<hops).contains(hop) else {
      throw fields.problem("hop", "there is no hop \(hop): they are counted from 0")
    }
    let reason = try fields.string("reason")
    return query == "drops" ? .drops(hop: hop, reason: reason) : .unknown(hop: hop, reason: reason)
  }

  private static func hop(_ fields: LockFields) throws(LockJSONNode.Problem) -> LiveHop {
    let by = try fields.string("by")
    guard let evidence = LiveHop.Evidence(rawValue: by) else {
      throw fields.problem("by", "“\(by)” is none of location, refresh and stub")
    }
    return LiveHop(
      url: try fields.address("url"), status: try fields.integer("status"), evidence: evidence,
      location: try fields.string("location"))
  }
}
