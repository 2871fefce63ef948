internal import AutoTagWebURL

/// A probe that asks where one address leads, and if it passes the query on. It follows nothing.
///
/// The requests for one address, at most `3 + retries`:
/// 1. HEAD with the probe in the query. A redirect decides; so does a file that is no page.
/// 2. Whatever else HEAD says is looked at again with GET, because that is what a visitor sends: servers
///    refuse HEAD with 400, 403, 405 or 501, close the connection, never answer, or send 404 where only GET
///    has a route; and a page can lead on by its markup, which only GET shows.
/// 3. Where the query changed the answer, so that a redirect is not found with it or cannot be told apart from
///    it: GET as the link is written. The WordPress plugin Redirection does that by default: `/goto/x`
///    redirects, `/goto/x?u1=…` is a 404.
/// A timeout, a 429 and a 5xx use up one of the retries. A certificate that is not trusted, an unknown host, a
/// refused connection and a private address are not asked again: the next moment brings nothing new.
struct HTTPProbe {
  /// The answer of an address.
  enum Answer: Sendable, Hashable {
    case redirect(Redirect)
    case page(status: Int)
    case failed(LiveError, status: Int?)
  }

  struct Redirect: Sendable, Hashable {
    let status: Int
    let evidence: LiveHop.Evidence
    /// The target without the probe.
    let location: String
    /// The outcome for each parameter that was sent.
    let outcomes: [String: QueryProbe.ParameterOutcome]
  }

  let options: LiveOptions
  let client: HTTPClient
  let limiter: HostRateLimiter

  /// - Parameter subids: the parameters to send the probe in; none where the query is lost already.
  func ask(_ url: WebURL, carrying subids: [String]) -> Answer {
    guard let policy = options.policy(for: url), options.group(at: url) == nil else {
      return .failed(.hostNotNamed(url), status: nil)
    }
    do throws(LiveError) {
      return try answer(url, subids, policy)
    } catch {
      return .failed(error, status: nil)
    }
  }

  private func answer(
    _ url: WebURL, _ subids: [String], _ policy: AddressPolicy
  ) throws(LiveError) -> Answer {
    var session = ProbeSession(options, client: client, limiter: limiter, policy: policy)
    let response = try session.look(at: QueryProbe.adding(subids, to: url))
    if subids.isEmpty { return try result(response, url, [:]) }

    if case .redirect(let status, let evidence, let location) = response {
      let outcomes = subids.reduce(into: [:]) { $0[$1] = QueryProbe.outcome(of: $1, in: location) }
      if let clean = QueryProbe.removed(from: location, asked: url) {
        return .redirect(Redirect(status: status, evidence: evidence, location: clean, outcomes: outcomes))
      }
      return try result(try session.get(url), url, outcomes)
    }
    let what =
      switch response {
      case .page: "a page instead of a redirect"
      case .status(let status): "\(status) instead of a redirect"
      case .redirect, .useless: "no usable redirect"
      }
    let lost = QueryProbe.ParameterOutcome.lost("with a query the server answers \(what)")
    return try result(try session.get(url), url, subids.reduce(into: [:]) { $0[$1] = lost })
  }

  private func result(
    _ response: ProbeResponse, _ url: WebURL, _ outcomes: [String: QueryProbe.ParameterOutcome]
  ) throws(LiveError) -> Answer {
    switch response {
    case .redirect(let status, let evidence, let location):
      .redirect(Redirect(status: status, evidence: evidence, location: location, outcomes: outcomes))
    case .page(let status): .page(status: status)
    case .useless(let kind, let message): throw LiveError(kind, message)
    case .status(let status): .failed(.status(status, url), status: status)
    }
  }
}
