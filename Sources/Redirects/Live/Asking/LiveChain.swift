package import AutoTagWebURL

/// One redirect as a server gave it.
package struct LiveHop: Sendable, Hashable {
  /// The part of the answer that leads on.
  package enum Evidence: String, Sendable, CaseIterable {
    /// The header `Location` of a 301, 302, 303, 307 or 308.
    case location
    /// The header `Refresh`.
    case refresh
    /// The page's markup or script.
    case redirectPage = "stub"

    /// Returns true if an answer with this status can lead on by it.
    func isOf(_ status: Int) -> Bool {
      switch self {
      case .location: [301, 302, 303, 307, 308].contains(status)
      case .refresh, .redirectPage: (200..<300).contains(status)
      }
    }
  }

  /// The address that was asked, without the probe that was added to it.
  package let url: WebURL

  package let status: Int

  package let evidence: Evidence

  /// The address that the answer leads to, as the server writes it, without the probe.
  package let location: String

  package init(url: WebURL, status: Int, evidence: Evidence, location: String) {
    self.url = url
    self.status = status
    self.evidence = evidence
    self.location = location
  }

  /// The address that `location` means; `nil` where a browser makes no request for it.
  var target: WebURL? { WebURL(location, relativeTo: url)?.requestable }
}

/// The chain of redirects from a link, as the servers on the way say.
package struct LiveChain: Sendable, Hashable {
  package enum End: Sendable, Hashable {
    /// An address at a host that is not asked: the affiliate network's, or one that is not named.
    case external(WebURL)
    /// An answer that leads nowhere else.
    case page(WebURL)
    /// An address that is not there (404, 410).
    case missing(WebURL, status: Int)
    /// An address that the chain went through already.
    case loop(WebURL)
    /// More than `longest` redirects.
    case tooLong
    /// A target that is no web page, as the server writes it: `mailto:…`, or no valid address.
    case notWeb(String)
    /// An address that was not asked or did not answer usefully. Trying again may help.
    case failed(WebURL, LiveError)
  }

  /// The fate of the link's query on the way to the end.
  package enum Forwarding: Sendable, Hashable {
    /// Every hop passes it on; also where there is no hop.
    case forwards
    /// The hop of that index loses it.
    case drops(hop: Int, reason: String)
    /// The hop of that index does something that can be read both ways, or could not be asked.
    case unknown(hop: Int, reason: String)
  }

  /// The most redirects that are followed, by rules and servers alike.
  package static let longest = RedirectChain.longest

  /// The statuses of an address that is not there.
  static let missingStatuses = [404, 410]

  package let start: WebURL
  package let hops: [LiveHop]
  package let end: End
  package let forwarding: Forwarding

  /// The address at a host that is not asked; `nil` for any other end.
  package var destination: WebURL? {
    if case .external(let url) = end { url } else { nil }
  }

  /// The addresses that were asked, in order.
  package var asked: [WebURL] {
    let led = hops.map(\.url)
    return switch end {
    case .page(let url), .missing(let url, _): led + [url]
    case .external, .loop, .tooLong, .notWeb, .failed: led
    }
  }

  /// The destination as the last redirect writes it, where that means the same on every page.
  package var destinationText: String? {
    guard let destination else { return nil }
    // A relative text would lead elsewhere from the page, and `https:host` is one on pages with that scheme.
    guard let text = hops.last?.location, Self.hasScheme(text),
      WebURL(text)?.requestable?.description == destination.description
    else { return destination.description }
    return text
  }

  private static func hasScheme(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("http://") || start == "https://"
  }

  package init(start: WebURL, hops: [LiveHop], end: End, forwarding: Forwarding) {
    self.start = start
    self.hops = hops
    self.end = end
    self.forwarding = forwarding
  }
}
