/// One redirect as a server gave it.
public struct LiveHop: Sendable, Hashable {
  /// What in the answer leads on.
  public enum Evidence: String, Sendable, CaseIterable {
    /// The header `Location` of a 301, 302, 303, 307 or 308.
    case location
    /// The header `Refresh`.
    case refresh
    /// The page's markup or script.
    case stub
  }

  /// What was asked for, without what was added to see whether the query gets through.
  public let url: WebAddress

  public let status: Int

  public let evidence: Evidence

  /// Where the answer leads, as the server writes it, without what was added.
  public let location: String

  public init(url: WebAddress, status: Int, evidence: Evidence, location: String) {
    self.url = url
    self.status = status
    self.evidence = evidence
    self.location = location
  }
}

/// Where a link leads, as the servers on the way say.
public struct LiveChain: Sendable, Hashable {
  public enum End: Sendable, Hashable {
    /// At a host that is not asked: the affiliate network's, or one that is not named.
    case external(WebAddress)
    /// At an answer that leads nowhere else.
    case page(WebAddress)
    /// At an address that is not there (404, 410).
    case missing(WebAddress, status: Int)
    /// At an address that the chain went through already.
    case loop(WebAddress)
    /// Nowhere within `longest` redirects.
    case tooLong
    /// At something that is no web page, as the server writes it: `mailto:…`, or no valid address.
    case notWeb(String)
    /// At an address that was not asked or did not answer usefully. Trying again may help.
    case failed(WebAddress, LiveError)
  }

  /// Whether what the link's query carries arrives at the end.
  public enum Forwarding: Sendable, Hashable {
    /// Every hop passes it on; also where there is no hop.
    case forwards
    /// The hop of that index loses it.
    case drops(hop: Int, reason: String)
    /// The hop of that index does something that can be read both ways, or could not be asked.
    case unknown(hop: Int, reason: String)
  }

  /// The redirects that are followed.
  public static let longest = 10

  public let start: WebAddress
  public let hops: [LiveHop]
  public let end: End
  public let forwarding: Forwarding

  /// The address at a host that is not asked; `nil` for any other end.
  public var destination: WebAddress? {
    if case .external(let url) = end { url } else { nil }
  }

  /// The destination as the last redirect writes it.
  public var destinationText: String? {
    guard let destination else { return nil }
    // A relative text would lead elsewhere from the page.
    guard let text = hops.last?.location, WebAddress(text) != nil else { return destination.description }
    return text
  }

  public init(start: WebAddress, hops: [LiveHop], end: End, forwarding: Forwarding) {
    self.start = start
    self.hops = hops
    self.end = end
    self.forwarding = forwarding
  }
}
