internal import AutoTagBytes
internal import AutoTagWebURL

/// The reason why a lock file cannot be read or written.
package struct LockError: Error, Sendable, Equatable, CustomStringConvertible {
  package let file: String
  /// The line from 1; `nil` where the whole file is meant.
  package let line: Int?
  /// The fault and what to do about it.
  package let message: String

  package var description: String { "\(file)\(line.map { ":\($0)" } ?? ""): \(message)" }
}

extension ResolutionLock {
  /// Reads a lock file. Anything that is not exactly as this program writes it is an error with its line: a lock that
  /// is half understood would tag links by half an answer, and one that contradicts itself by an answer that no
  /// server gave.
  /// - Parameter file: its name in errors.
  package init(_ bytes: [UInt8], file: String) throws(LockError) {
    func error(_ line: Int, _ message: String) -> LockError {
      LockError(file: file, line: line, message: message)
    }
    func advising(_ line: Int, _ message: String) -> LockError {
      error(line, "\(message); correct it, or delete the file and run with --online")
    }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.starts(with: "<<<<<<< ".utf8) {
      throw error(index + 1, "a merge conflict: settle it, or delete the file and run with --online")
    }
    let root: JSONNode
    do throws(JSONReader.Failure) {
      root = try JSONReader.read(bytes, .exact)
    } catch {
      throw advising(error.line, error.lockMessage)
    }
    let links: [JSONNode.Member]
    do throws(JSONFields.Failure) {
      links = try Self.links(root)
    } catch {
      throw advising(error.line, error.message)
    }
    for link in links {
      let reader: LockEntryReader
      let entry: Entry
      do throws(JSONFields.Failure) {
        reader = try LockEntryReader(link)
        entry = try reader.entry()
      } catch {
        throw advising(error.line, error.message)
      }
      if let contradiction = ChainContradiction.first(in: entry.chain) {
        throw error(
          reader.line(of: contradiction.part),
          "\(contradiction.message); remove the entry of \(link.name) and run with --online")
      }
      set(entry, for: link.name)
    }
  }

  private static func links(_ root: JSONNode) throws(JSONFields.Failure) -> [JSONNode.Member] {
    let fields = try JSONFields(root, "the file", ["version", "links"])
    let version = try fields.integer("version")
    guard version == Self.version else {
      throw fields.failure(
        "version",
        "version \(version) is not known to this program, which reads \(Self.version): "
          + (version > Self.version ? "use a newer autotag" : "delete the file and run with --online"))
    }
    return try fields.object("links")
  }
}

/// The reader of one link's entry.
private struct LockEntryReader {
  private let line: Int
  private let start: WebURL
  private let fields: JSONFields
  private let hops: [JSONFields]

  init(_ link: JSONNode.Member) throws(JSONFields.Failure) {
    guard let start = WebURL(link.name)?.requestable, start.description == link.name else {
      throw JSONFields.Failure(
        line: link.line, message: "“\(link.name)” is not an absolute http or https address")
    }
    (self.start, line) = (start, link.line)
    fields = try JSONFields(
      link.value, "a link",
      ["end", "destination", "status", "query", "hop", "reason", "resolved", "hops"])
    hops = try fields.array("hops").map { node throws(JSONFields.Failure) in
      try JSONFields(node, "a hop", ["status", "by", "url", "location"])
    }
  }

  func entry() throws(JSONFields.Failure) -> ResolutionLock.Entry {
    let hops = try hops.map { fields throws(JSONFields.Failure) in try hop(fields) }
    let resolved = try fields.string("resolved")
    guard let day = ISODay(resolved) else {
      throw fields.failure("resolved", "“\(resolved)” is no day such as 2026-11-24")
    }
    let chain = LiveChain(start: start, hops: hops, end: try end(), forwarding: try forwarding())
    return ResolutionLock.Entry(chain: chain, resolved: day)
  }

  func line(of part: ChainContradiction.Part) -> Int {
    switch part {
    case .link: line
    case .field(let name): fields.line(of: name)
    case .hop(let index, let name): hops[index].line(of: name)
    }
  }

  private func end() throws(JSONFields.Failure) -> LiveChain.End {
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
      throw fields.failure(
        "end", "“\(end)” is none of external, page, missing, loop, too-long and not-web")
    }
  }

  private func forwarding() throws(JSONFields.Failure) -> LiveChain.Forwarding {
    let query = try fields.string("query")
    if query == "forwards" {
      try fields.refuse("hop", with: "query", query)
      try fields.refuse("reason", with: "query", query)
      return .forwards
    }
    guard query == "drops" || query == "unknown" else {
      throw fields.failure("query", "“\(query)” is none of forwards, drops and unknown")
    }
    let hop = try fields.integer("hop")
    guard hops.indices.contains(hop) else {
      throw fields.failure("hop", "there is no hop \(hop): they are counted from 0")
    }
    let reason = try fields.string("reason")
    return query == "drops" ? .drops(hop: hop, reason: reason) : .unknown(hop: hop, reason: reason)
  }

  private func hop(_ fields: JSONFields) throws(JSONFields.Failure) -> LiveHop {
    let by = try fields.string("by")
    guard let evidence = LiveHop.Evidence(rawValue: by) else {
      throw fields.failure("by", "“\(by)” is none of location, refresh and stub")
    }
    return LiveHop(
      url: try fields.address("url"), status: try fields.integer("status"), evidence: evidence,
      location: try fields.string("location"))
  }
}

extension JSONFields {
  fileprivate func address(_ name: String) throws(Failure) -> WebURL {
    let text = try string(name)
    guard let url = WebURL(text) else {
      throw failure(name, "“\(text)” is not an absolute http or https address")
    }
    return url
  }
}

extension JSONReader.Failure {
  /// The fault in a half sentence that names what stands there, as for a file that a merge has broken.
  fileprivate var lockMessage: String {
    let found = found.map { "“\(Unicode.Scalar($0))”" }
    let there = "\(found ?? "the end of the file") stands"
    return switch fault {
    case .textAfterValue: "\(there) after the end of the JSON"
    case .tooDeep: "this is nested too deep"
    case .missingValue:
      found == nil ? "the file ends where a value is expected" : "\(there) where a value is expected"
    case .missingName: "\(there) where a name in quotes is expected"
    case .missingColon: "\(there) where a colon is expected"
    case .missingSeparator(let end): "\(there) where a comma or \(Unicode.Scalar(end)) is expected"
    case .openString: "the file ends within a text"
    case .lineEndInString: "a text must end on its line: is a quote missing?"
    case .unknownEscape(let letter): "“\\\(Unicode.Scalar(letter))” is no escape of JSON"
    case .missingHexDigits, .halfSurrogatePair, .repeatedName, .noWholeNumber, .noUTF8: message
    }
  }
}
