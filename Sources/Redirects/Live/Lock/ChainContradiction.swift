internal import AutoTagWebURL

/// A part of a chain that another part contradicts, so that no server can have answered so: an edit by hand, or a merge
/// that took one half of each side.
///
/// It holds a chain against all that `ChainBuilder` does. The hosts that were named and the groups' hosts are not known
/// here.
struct ChainContradiction: Equatable {
  /// The part that is named in the error.
  enum Part: Equatable {
    /// The link itself.
    case link
    /// A field of the entry.
    case field(String)
    /// A field of the hop of that index.
    case hop(Int, String)
  }

  let part: Part
  /// The words of the error.
  let message: String

  private init(_ part: Part, _ message: String) {
    self.part = part
    self.message = message
  }

  /// Finds the first contradiction; `nil` in every chain that `LiveResolver` gives and that ends in no failure.
  static func first(in chain: LiveChain) -> ChainContradiction? {
    if chain.start.fragment != nil {
      return ChainContradiction(.link, "\(shown(chain.start)) has a fragment, which no server sees")
    }
    return inHops(of: chain) ?? atEnd(of: chain)
  }

  // MARK: Hops

  private static func inHops(of chain: LiveChain) -> ChainContradiction? {
    var next: WebURL? = chain.start
    for (index, hop) in chain.hops.enumerated() {
      guard index < LiveChain.longest else {
        return ChainContradiction(
          .hop(index, "url"), "there are more than \(LiveChain.longest) hops, and no more are followed")
      }
      guard let expected = next?.withoutFragment else {
        return ChainContradiction(
          .hop(index - 1, "location"),
          "hop \(index - 1) leads to \(shown(chain.hops[index - 1].location)), which is no web address, and there is a "
            + "hop after it")
      }
      guard isSame(hop.url, expected) else {
        let other = index == 0 ? "the link is" : "hop \(index - 1) leads to"
        return ChainContradiction(
          .hop(index, "url"), "hop \(index) asks \(shown(hop.url)), but \(other) \(shown(expected))")
      }
      if let earlier = chain.hops[..<index].firstIndex(where: { isSame($0.url, hop.url) }) {
        return ChainContradiction(
          .hop(index, "url"),
          "hop \(index) asks \(shown(hop.url)) once more, which hop \(earlier) did: that is a loop, and its end"
        )
      }
      guard hop.evidence.isOf(hop.status) else {
        return ChainContradiction(
          .hop(index, "status"),
          "no answer with status \(hop.status) leads on by \(hop.evidence.rawValue)")
      }
      guard hop.location.utf8.count <= HTTPLimits.longestLocation else {
        return ChainContradiction(
          .hop(index, "location"),
          "hop \(index) has a location of more than \(HTTPLimits.longestLocation / 1024) KB, and none is as long"
        )
      }
      next = hop.target
    }
    return nil
  }

  // MARK: The end

  /// The address that the hops lead to.
  private struct Arrival {
    /// `nil` where it is no web address.
    let address: WebURL?
    /// The part of a sentence that follows “but”.
    let text: String
    /// The first hop that asked this address.
    let asked: Int?
    /// The first hop that asked an address of this server.
    let askedServer: Int?

    init(_ chain: LiveChain) {
      if let last = chain.hops.last {
        let target = last.target
        address = target
        text = "hop \(chain.hops.count - 1) leads to \(shown(target?.description ?? last.location))"
      } else {
        address = chain.start
        text = "there is no hop, and the link is \(shown(chain.start))"
      }
      guard let asking = address?.withoutFragment else {
        (asked, askedServer) = (nil, nil)
        return
      }
      asked = chain.hops.firstIndex { isSame($0.url, asking) }
      askedServer = chain.hops.firstIndex {
        $0.url.origin == asking.origin && $0.url.port == asking.port
      }
    }
  }

  private static func atEnd(of chain: LiveChain) -> ChainContradiction? {
    let arrival = Arrival(chain)
    func wrong(_ name: String, _ message: String) -> ChainContradiction {
      ChainContradiction(.field(name), message)
    }
    /// - Parameter keepsFragment: whether the address is as it was written, and was not asked.
    func differs(_ destination: WebURL, keepsFragment: Bool = false) -> ChainContradiction? {
      guard let address = arrival.address else {
        return wrong("end", "the end is a web address, but \(arrival.text), which is none")
      }
      if isSame(destination, keepsFragment ? address : address.withoutFragment) { return nil }
      return wrong("destination", "the destination is \(shown(destination)), but \(arrival.text)")
    }

    switch chain.end {
    case .external(let destination):
      if let difference = differs(destination, keepsFragment: true) { return difference }
      return arrival.askedServer.map {
        wrong(
          "end", "the end is at a server that is not asked, but hop \($0) asked it: \(shown(destination))")
      }
    case .page(let destination), .missing(let destination, _):
      if let difference = differs(destination) { return difference }
      if let asked = arrival.asked {
        return wrong("end", "the end is \(shown(destination)), but hop \(asked) asked that and was led on")
      }
      guard chain.hops.count < LiveChain.longest else {
        return wrong("end", "after \(LiveChain.longest) hops nothing is asked, but the end has an answer")
      }
      if case .missing(_, let status) = chain.end, !LiveChain.missingStatuses.contains(status) {
        return wrong("status", "an address is missing by the status 404 or 410, and not by \(status)")
      }
      return nil
    case .loop(let destination):
      if let difference = differs(destination) { return difference }
      guard arrival.asked == nil else { return nil }
      return wrong("end", "the end is a loop, but no hop asked \(shown(destination))")
    case .tooLong:
      guard chain.hops.count == LiveChain.longest else {
        return wrong(
          "end",
          "the end is too-long, which is after \(LiveChain.longest) hops, but there are \(chain.hops.count)")
      }
      guard arrival.address != nil else {
        return wrong("end", "the end is too-long, but \(arrival.text), which is no web address")
      }
      return arrival.asked.map {
        wrong("end", "the end is too-long, but \(arrival.text), which hop \($0) asked")
      }
    case .notWeb(let text):
      guard arrival.address == nil else {
        return wrong("end", "the end is no web address, but \(arrival.text), which is one")
      }
      guard text == chain.hops.last?.location else {
        return wrong("destination", "the destination is \(shown(text)), but \(arrival.text)")
      }
      return nil
    case .failed: return wrong("end", "a failure is no answer")
    }
  }

  // MARK: Addresses

  /// Returns true if two addresses are written the same.
  private static func isSame(_ one: WebURL, _ other: WebURL) -> Bool {
    one.description == other.description
  }

  private static func shown(_ url: WebURL) -> String { shown(url.description) }

  /// Returns text for a message, in quotes and not longer than a person reads.
  private static func shown(_ text: String) -> String {
    "“\(text.unicodeScalars.count > 300 ? String(text.unicodeScalars.prefix(300)) + "…" : text)”"
  }
}
