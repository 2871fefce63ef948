internal import AutoTagBytes
internal import AutoTagWebURL

extension ResolutionLock {
  static let version = 1

  /// The file: JSON with sorted links and one line for each fact, so that version control shows and merges
  /// what changed. The same entries give the same text.
  package var text: String {
    var out = "{\n  \"version\": \(Self.version),\n  \"links\": {"
    var separator = "\n"
    for link in links {
      guard let entry = entries[link] else { continue }
      out += "\(separator)    \(Self.quoted(link)): {\n"
      out += Self.fields(entry).map { "      \(Self.quoted($0)): \($1)" }.joined(separator: ",\n")
      out += "\n    }"
      separator = ",\n"
    }
    return out + (links.isEmpty ? "}\n}\n" : "\n  }\n}\n")
  }

  /// The line of `text` that each link begins at, from 1.
  package var lines: [String: Int] {
    var lines: [String: Int] = [:]
    var line = 4
    for link in links {
      guard let entry = entries[link] else { continue }
      lines[link] = line
      // Its fields, its hops with the list's brackets, and two lines around.
      let hops = entry.chain.hops.count
      line += Self.fields(entry).count + (hops == 0 ? 0 : hops + 1) + 2
    }
    return lines
  }

  private static func fields(_ entry: Entry) -> [(String, String)] {
    let chain = entry.chain
    var fields: [(String, String)] = []
    switch chain.end {
    case .external(let url): fields = [("end", quoted("external")), ("destination", quoted(url.description))]
    case .page(let url): fields = [("end", quoted("page")), ("destination", quoted(url.description))]
    case .missing(let url, let status):
      fields = [
        ("end", quoted("missing")), ("destination", quoted(url.description)), ("status", String(status)),
      ]
    case .loop(let url): fields = [("end", quoted("loop")), ("destination", quoted(url.description))]
    case .tooLong: fields = [("end", quoted("too-long"))]
    case .notWeb(let text): fields = [("end", quoted("not-web")), ("destination", quoted(text))]
    // `update` never takes one.
    case .failed: fields = [("end", quoted("failed"))]
    }
    switch chain.forwarding {
    case .forwards: fields.append(("query", quoted("forwards")))
    case .drops(let hop, let reason):
      fields += [("query", quoted("drops")), ("hop", String(hop)), ("reason", quoted(reason))]
    case .unknown(let hop, let reason):
      fields += [("query", quoted("unknown")), ("hop", String(hop)), ("reason", quoted(reason))]
    }
    fields.append(("resolved", quoted(entry.resolved.description)))
    let hops = chain.hops.map { hop in
      """
              { "status": \(hop.status), "by": \(quoted(hop.evidence.rawValue)), \
      "url": \(quoted(hop.url.description)), "location": \(quoted(hop.location)) }
      """
    }
    fields.append(("hops", hops.isEmpty ? "[]" : "[\n\(hops.joined(separator: ",\n"))\n      ]"))
    return fields
  }

  private static func quoted(_ string: String) -> String { JSONText.quoted(string, as: .reviewed) }
}
