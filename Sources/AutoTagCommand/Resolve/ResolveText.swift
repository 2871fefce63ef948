internal import AutoTagAudit
internal import AutoTagBytes
internal import AutoTagRedirects
internal import AutoTagSite
internal import AutoTagText
internal import AutoTagTracking
internal import AutoTagWebURL

/// Links and the decisions about them, for people.
struct ResolveText {
  let resolutions: [LinkResolution]
  /// The redirect files that were read.
  let files: [String]
  let paths: ShownPaths
  /// True if the site's address is known.
  let hasAddress: Bool
  let style: Style

  /// A rule that is longer than this is cut; the JSON report has all of it.
  private static let longestRule = 100

  private static let indentation = "    "

  var text: String {
    var parts = resolutions.map(part)
    if resolutions.count > 1 { parts.append(total) }
    return parts.joined(separator: "\n")
  }

  private func part(_ link: LinkResolution) -> String {
    var lines = [style.paint(PrintableText.of(link.url), .bold)]
    if let chain = link.chain { lines += hops(chain.hops) + otherWays(chain) }
    lines += conclusion(link)
    if !link.taggedHops.isEmpty {
      lines.append("  with the click id another rule answers:")
      lines += hops(link.taggedHops)
    }
    for note in link.notes {
      let place = note.kind == .tokenRefused ? "\(MessageText.path(note.path)):\(note.line ?? 1): " : ""
      lines.append("  note: \(shown(place + note.words.source))")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Returns a message with the files that it names, as a terminal shows it.
  private func shown(_ message: String) -> String {
    PrintableText.onLines(
      paths.named(MessageText(message)).text, indentation: Self.indentation)
  }

  private func hops(_ hops: [RedirectHop]) -> [String] {
    let locations = hops.map { shown($0.rule.mention) }
    let width = locations.map(\.count).max() ?? 0
    return zip(hops, locations).flatMap { hop, location in
      let padding = String(repeating: " ", count: width - location.count)
      let rule = PrintableText.of(hop.rule.text)
      let shown = rule.count > Self.longestRule ? rule.prefix(Self.longestRule - 1) + "…" : rule[...]
      return [
        "  \(hop.status)  \(location)\(padding)  \(style.paint(String(shown), .dim))",
        "    →  \(PrintableText.of(hop.location))",
      ]
    }
  }

  /// The ways of other visitors, and the visitor that is assumed.
  private func otherWays(_ chain: RedirectChain) -> [String] {
    var lines = chain.alternatives.map { "  but \(shown($0.difference))" }
    if chain.assumesBrowser {
      lines.append("  for a person's browser; bots and the like may be led elsewhere")
    }
    return lines.map { style.paint($0, .dim) }
  }

  // MARK: The decision

  private func conclusion(_ link: LinkResolution) -> [String] {
    guard let chain = link.chain else { return ["  no web link; rewrite never edits it"] }
    if link.isAwaited {
      let line = "where the link leads is not known, since its server was not asked: run with --online"
      return ["  " + style.paint(line, .yellow)]
    }
    if link.isBroken {
      let meant = link.group.map { "  meant for \($0.name); rewrite leaves the link" }
      return unrelated(chain) + [meant.map(PrintableText.of)].compactMap(\.self)
    }
    guard let group = link.group else { return link.isMisspelt ? misspelt(chain) : unrelated(chain) }
    let ink: Style.Ink =
      switch link.isTrackable {
      case true: .green
      case false: .red
      case nil: .yellow
      }
    var lines: [String] = []
    var sentence = ""
    switch link.forwarding {
    case .forwards:
      sentence = link.isMended ? "query forwarded after rewrite's change; " : "query forwarded; "
    case .drops(let hop): lines.append("query dropped at \(hop.rule.mention): \(hop.reason)")
    case .unknown(let hop):
      lines.append("not certain that the query gets through \(hop.rule.mention): \(hop.reason)")
    case nil: sentence = "an affiliate link of \(group.name); "
    }
    lines.append(sentence + deed(link.decision))
    lines = lines.map { "  " + style.paint(shown($0), ink) }
    if let result = link.result { lines.append("       " + PrintableText.of(result)) }
    if link.decision != .inlined, let fix = link.advice {
      lines.append("  to mend it: " + shown(fix))
    }
    return lines
  }

  private func deed(_ decision: LinkDecision?) -> String {
    switch decision {
    case .tagged: "rewrite tags the link:"
    case .inlined: "rewrite puts the affiliate link in its place:"
    case .alreadyTagged: "tagged already, rewrite changes nothing"
    case .kept: "rewrite keeps its subid"
    case .skipped, .contradiction, .brokenRedirect, .unknownGroup: "rewrite leaves the link"
    case nil: "rewrite leaves the link, because redirects are off"
    }
  }

  /// The note says what is wrong with the address.
  private func misspelt(_ chain: RedirectChain) -> [String] {
    let end =
      if case .external(let url) = chain.end, let host = url.host { "the host \(host)" } else {
        "a file of the site"
      }
    return [
      "  "
        + style.paint(
          PrintableText.of("leads to \(end) and not to the network; rewrite leaves the link"), .red)
    ]
  }

  private func unrelated(_ chain: RedirectChain) -> [String] {
    func wrong(_ text: String) -> String { "  " + style.paint(shown(text), .red) }
    if chain.unanswered != nil { return [wrong(chain.fault?.message ?? "")] }
    switch chain.end {
    case .external(let url):
      let isForeign = chain.hops.isEmpty && !hasAddress
      let host = PrintableText.of(url.host ?? "it")
      return ["  \(host) is no affiliate network's host; rewrite leaves the link"]
        + (isForeign ? ["  if the address is the site's own, give it with --base-url"] : [])
    case .page:
      return ["  a page of the site, no affiliate link; rewrite leaves it"]
    case .deadEnd(_, .some(let rule)) where rule.fileFault != nil:
      return [wrong(chain.fault?.message ?? "")]
    case .deadEnd(_, .some(let rule)):
      return [wrong("refused by \(rule.mention): \(rule.text)")]
    case .deadEnd(let url, nil):
      let looked = files.isEmpty ? "" : files.map(MessageText.path).joined(separator: ", ") + " and "
      return [
        wrong("dead end: no rule and no page of the site answers \(url)"),
        "  looked at \(shown(looked))the site's pages",
      ]
    case .loop(let url):
      return [wrong("a loop: it was at \(url) already")]
    case .tooLong:
      return [wrong("more than \(RedirectChain.longest) redirects")]
    case .notWeb(let location):
      return [wrong("\(location) is no web page")]
    case .unknown(let rule, let reason):
      let line = "where it leads cannot be told, \(rule.mention) is not understood: \(reason)"
      return [
        chain.hops.isEmpty ? "  " + style.paint(shown(line), .yellow) : wrong(line),
        "  " + style.paint(PrintableText.of(rule.text), .dim),
      ]
    }
  }

  private var total: String {
    let good = resolutions.count { $0.isTrackable == true }
    let bad = resolutions.count { $0.isTrackable == false }
    let text = "\(Count.of(resolutions.count, "link")): \(good) trackable, \(bad) not"
    let others = resolutions.count - good - bad
    return style.paint(text + (others > 0 ? ", \(others) other" : ""), bad > 0 ? .red : .bold) + "\n"
  }
}
