internal import AutoTagWebURL

/// The ends of a link for all visitors, and the redirects on the way, without what a change of a file's lines changes: two
/// links with equal ones arrive at the same.
struct LinkArrival: Equatable {
  private let ways: Set<Way>
  private let isComplete: Bool

  private struct Way: Hashable {
    let statuses: [Int]
    let end: String
  }

  init(_ outcomes: RedirectOutcomes) {
    ways = Set(
      outcomes.all.map { Way(statuses: $0.chain.hops.map(\.status), end: Self.text($0.chain.end)) })
    isComplete = outcomes.isComplete
  }

  private static func text(_ end: RedirectChain.End) -> String {
    switch end {
    case .external(let url): address(url)
    case .page(let url): "page \(address(url))"
    case .deadEnd(let url, let rule): "\(rule == nil ? "nothing at" : "refused") \(address(url))"
    case .loop(let url): "loop at \(address(url))"
    case .tooLong: "too long"
    case .notWeb(let text): "no address \(text)"
    case .unknown(_, let reason): "unknown: \(reason)"
    }
  }

  /// The address without a `&` or `?` behind which no parameter stands.
  private static func address(_ url: WebURL) -> String {
    var query = url.query ?? ""
    while query.hasSuffix("&") { query.removeLast() }
    return url.with(query: query.isEmpty ? nil : query).description
  }
}
