internal import AutoTagFiles
internal import AutoTagWebURL
internal import Glibc

/// The requests for one address, counted.
struct ProbeSession {
  let options: LiveOptions
  let client: HTTPClient
  let limiter: HostRateLimiter
  let policy: AddressPolicy
  private(set) var retriesLeft: Int
  private var pauses = 0

  init(_ options: LiveOptions, client: HTTPClient, limiter: HostRateLimiter, policy: AddressPolicy) {
    self.options = options
    self.client = client
    self.limiter = limiter
    self.policy = policy
    retriesLeft = max(0, options.retries)
  }

  /// Sends HEAD, then GET where HEAD does not decide.
  mutating func look(at url: WebURL) throws(LiveError) -> ProbeResponse {
    switch try send(.head, url) {
    case .failure(.timeout): try pauseBeforeRetry(.init(.timeout, url, options), url)
    case .failure(.broken): break
    case .failure(let failure): throw LiveError(failure, url, options)
    case .success(let answer):
      switch AnswerReader.read(answer, of: url) {
      case .redirect(let status, let evidence, let location):
        return .redirect(status: status, evidence: evidence, location: location)
      case .page(let status) where !AnswerReader.isMarkup(answer): return .page(status: status)
      case .page, .useless: break
      case .status(let status):
        if Self.mayBeTransient(status) { try pauseBeforeRetry(.status(status, url), url, after: answer) }
      }
    }
    return try get(url)
  }

  /// Sends GET, and again after a failure that may be transient.
  mutating func get(_ url: WebURL) throws(LiveError) -> ProbeResponse {
    while true {
      switch try send(.get, url) {
      case .failure(.timeout): try pauseBeforeRetry(.init(.timeout, url, options), url)
      case .failure(let failure): throw LiveError(failure, url, options)
      case .success(let answer):
        let response = AnswerReader.read(answer, of: url)
        guard case .status(let status) = response, Self.mayBeTransient(status) else { return response }
        try pauseBeforeRetry(.status(status, url), url, after: answer)
      }
    }
  }

  /// Returns true for a status that a later request may not get. 501 says that the method is not known, which stays so.
  private static func mayBeTransient(_ status: Int) -> Bool {
    status == 429 || status >= 500 && status != 501
  }

  private func send(
    _ method: HTTPMethod, _ url: WebURL
  ) throws(LiveError) -> Result<HTTPAnswer, HTTPFailure> {
    let result = limiter.pass(url.hostName) { () -> Result<HTTPAnswer, HTTPFailure> in
      do throws(HTTPFailure) {
        return .success(try client.send(method, url, policy))
      } catch {
        return .failure(error)
      }
    }
    guard let result else { throw .silent(url) }
    return result
  }

  /// - Throws: `error` when no retry is left.
  private mutating func pauseBeforeRetry(
    _ error: LiveError, _ url: WebURL, after answer: HTTPAnswer? = nil
  ) throws(LiveError) {
    guard retriesLeft > 0 else { throw error }
    retriesLeft -= 1
    if let answer, let asked = RetryAfter.pause(answer) {
      guard asked <= options.longestPause else {
        throw .pause(asked.milliseconds / 1000, url, answer.status)
      }
      // The whole host asked for it.
      limiter.close(url.hostName, for: asked)
      return
    }
    // Milliseconds are so few that neither the shift nor the product overflows.
    let pause = min(
      options.pause.milliseconds << min(pauses, 16), options.longestPause.milliseconds)
    pauses += 1
    usleep(UInt32(clamping: Int(Double(pause) * 1000 * .random(in: 0.5...1.5))))
  }
}
