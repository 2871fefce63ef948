internal import AutoTagFiles
package import AutoTagWebURL
internal import Synchronization

/// A resolver that asks the servers themselves where links lead.
///
/// ```swift
/// var options = LiveOptions(hosts: [try NamedHost("www.example.com")])
/// options.userAgent = "autotag/0.1.0"
/// let resolver = LiveResolver(options)
/// let chains = resolver.resolve(urls) { progress in … }
/// ```
///
/// No request leaves for a host that `options.hosts` does not name, nor for an affiliate network's. Each
/// distinct address is asked once, at most `3 + retries` requests, however many chains lead through it (see
/// `HTTPProbe`).
package final class LiveResolver: Sendable {
  /// The progress of a run.
  package struct Progress: Sendable {
    package let finished: Int
    package let total: Int
    /// The link that was finished last.
    package let url: WebURL
  }

  private struct Question: Hashable, Sendable {
    let url: WebURL
    let subids: [String]
  }

  /// The most requests that are under way at all hosts together.
  private static let mostThreads = 32

  private let options: LiveOptions
  private let limiter: HostRateLimiter
  private let cache = AnswerCache<Question, HTTPProbe.Answer>()

  package init(_ options: LiveOptions) {
    self.options = options
    limiter = HostRateLimiter(perHost: options.perHost)
  }

  /// Resolves links, many at the same time, and returns when all are done.
  /// - Parameter progress: called after each link, on any thread, one call at a time.
  /// - Returns: a chain for each address, in their order.
  package func resolve(
    _ urls: [WebURL], progress: @escaping @Sendable (Progress) -> Void = { _ in }
  ) -> [LiveChain] {
    var seen: Set<WebURL> = []
    let distinct = interleaved(
      urls.map { LinkKey.of($0, options.groups) }.filter { seen.insert($0).inserted })
    guard !distinct.isEmpty else { return [] }
    let work = Work(distinct)
    let perHost = min(max(1, options.perHost), Self.mostThreads)
    let threads = min(distinct.count, perHost * max(1, options.hosts.count), Self.mostThreads)
    let ask: @Sendable (Int) -> Void = { [self] _ in
      let probe = makeProbe()
      while let url = work.next() {
        let chain = self.chain(from: url, probe)
        work.finish(chain) { progress(Progress(finished: $0, total: distinct.count, url: url)) }
      }
    }
    // This thread asks too, so that it is done even where the system gives no other.
    Threads.run(threads - 1, ask) { _ in ask(0) }
    let chains = work.chains
    return urls.compactMap { chains[LinkKey.of($0, options.groups)] }
  }

  /// Returns the links with their hosts in turn, so that a slow one does not hold up the others.
  private func interleaved(_ urls: [WebURL]) -> [WebURL] {
    var rounds: [String: Int] = [:]
    let numbered = urls.enumerated().map { index, url in
      defer { rounds[url.hostName, default: 0] += 1 }
      return (round: rounds[url.hostName, default: 0], index: index, url: url)
    }
    return numbered.sorted { ($0.round, $0.index) < ($1.round, $1.index) }.map(\.url)
  }

  private func makeProbe() -> HTTPProbe? {
    guard let library = CurlLibrary.shared else { return nil }
    let limits = HTTPLimits(timeout: options.timeout, idleTimeout: options.idleTimeout)
    let client = try? HTTPClient(
      library, userAgent: options.userAgent, limits: limits, certificateFile: options.certificateFile)
    return client.map { HTTPProbe(options: options, client: $0, limiter: limiter) }
  }

  private func chain(from start: WebURL, _ probe: HTTPProbe?) -> LiveChain {
    var builder = ChainBuilder(start: start, options: options)
    while let question = builder.next {
      guard let probe else {
        builder.add(.failed(LiveError(.noClient, question, options), status: nil))
        break
      }
      let subids = builder.carried
      builder.add(
        cache.answer(Question(url: question, subids: subids)) {
          let answer = probe.ask(question, carrying: subids)
          if case .failed(let error, nil) = answer, error.isSilence {
            limiter.note(question.hostName, answered: false)
          } else {
            limiter.note(question.hostName, answered: true)
          }
          return answer
        })
    }
    return builder.chain
  }

  /// The links to resolve, and the chains found so far.
  private final class Work: Sendable {
    private struct State {
      var taken = 0
      var found: [WebURL: LiveChain] = [:]
    }

    private let urls: [WebURL]
    private let state = Mutex(State())

    init(_ urls: [WebURL]) {
      self.urls = urls
    }

    func next() -> WebURL? {
      state.withLock { state in
        guard state.taken < urls.count else { return nil }
        defer { state.taken += 1 }
        return urls[state.taken]
      }
    }

    func finish(_ chain: LiveChain, _ report: (Int) -> Void) {
      state.withLock { state in
        state.found[chain.start] = chain
        report(state.found.count)
      }
    }

    var chains: [WebURL: LiveChain] { state.withLock { $0.found } }
  }
}
