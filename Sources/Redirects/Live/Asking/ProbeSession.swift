internal import AutoTagFiles
internal import AutoTagWebURL
internal import Glibc

/// The requests for one address, counted.
struct ProbeSession {
  let probe: HTTPProbe
  let policy: AddressPolicy
  private(set) var retriesLeft: Int
  private var pauses = 0

  init(probe: HTTPProbe, policy: AddressPolicy, retriesLeft: Int) {
    self.probe = probe
    self.policy = policy
    self.retriesLeft = max(0, retriesLeft)
  }

  /// HEAD, then GET where HEAD does not decide.
  mutating func look(at url: WebURL) throws(LiveError) -> Reading {
    switch try send(.head, url) {
    case .failure(.timeout): try pauseBeforeRetry(.init(.timeout, url, probe.options), url)
    case .failure(.broken): break
    case .failure(let failure): throw LiveError(failure, url, probe.options)
    case .success(let answer):
      switch probe.reader.read(answer, of: url) {
      case .redirect(let status, let evidence, let location):
        return .redirect(status: status, evidence: evidence, location: location)
      case .page(let status) where !probe.reader.isMarkup(answer): return .page(status: status)
      case .page, .useless: break
      case .status(let status):
        if Self.mayPass(status) { try pauseBeforeRetry(.status(status, url), url, after: answer) }
      }
    }
    return try get(url)
  }

  /// GET, repeated after what may pass.
  mutating func get(_ url: WebURL) throws(LiveError) -> Reading {
    while true {
      switch try send(.get, url) {
      case .failure(.timeout): try pauseBeforeRetry(.init(.timeout, url, probe.options), url)
      case .failure(let failure): throw LiveError(failure, url, probe.options)
      case .success(let answer):
        let reading = probe.reader.read(answer, of: url)
        guard case .status(let status) = reading, Self.mayPass(status) else { return reading }
        try pauseBeforeRetry(.status(status, url), url, after: answer)
      }
    }
  }

  /// 501 says that the method is not known, which does not pass.
  private static func mayPass(_ status: Int) -> Bool { status == 429 || status >= 500 && status != 501 }

  private func send(
    _ method: HTTPMethod, _ url: WebURL
  ) throws(LiveError) -> Result<HTTPAnswer, HTTPFailure> {
    let result = probe.gate.pass(url.hostName) { () -> Result<HTTPAnswer, HTTPFailure> in
      do throws(HTTPFailure) {
        return .success(try probe.client.send(method, url, policy))
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
      guard asked <= probe.options.longestPause else {
        throw .pause(asked.milliseconds / 1000, url, answer.status)
      }
      // The whole host asked for it.
      probe.gate.close(url.hostName, for: asked)
      return
    }
    // Milliseconds are so few that neither the shift nor the product overflows.
    let pause = min(
      probe.options.pause.milliseconds << min(pauses, 16), probe.options.longestPause.milliseconds)
    pauses += 1
    usleep(UInt32(clamping: Int(Double(pause) * 1000 * .random(in: 0.5...1.5))))
  }
}
