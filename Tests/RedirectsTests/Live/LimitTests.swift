import AutoTagRedirects
import TestSupport
import Testing

@Suite(Oracle.needs("python3"))
struct LimitTests {
  /// Options beyond all bounds: they mean as much, or as little, as there is.
  static let changes: [@Sendable (inout LiveOptions) -> Void] = [
    { ($0.perHost, $0.hosts) = (.max, $0.hosts + $0.hosts) }, { $0.perHost = .min }, { $0.perHost = 0 },
    { $0.retries = .max },
    { $0.timeout = .seconds(Int64.max) }, { $0.timeout = .seconds(Int64.max) * 8 },
    { $0.idleTimeout = .seconds(Int64.max) }, { $0.idleTimeout = .seconds(Int64.max) * 8 },
    { $0.pause = .seconds(Int64.max) }, { $0.pause = .seconds(Int64.max) * 8 },
    { $0.pause = .seconds(Int64.min) },
    { $0.longestPause = .seconds(Int64.max) }, { $0.longestPause = .seconds(Int64.max) * 8 },
    { $0.longestPause = .seconds(Int64.min) },
  ]

  @Test(arguments: changes.indices)
  func optionsBeyondAllBounds(index: Int) throws {
    // Asked again so often that a pause has doubled more than once.
    let asked = try Asked("recovers/9") { options in
      options.retries = 20
      options.pause = .zero
      options.longestPause = .milliseconds(1)
      Self.changes[index](&options)
    }
    #expect(asked.chain.destinationText == offer)
    #expect(asked.requests.count == 10)
  }

  @Test func noRetriesAreNoNegativeOnes() throws {
    #expect(try Asked("recovers/9") { $0.retries = .min }.requests.count == 1)
  }

  @Test(arguments: [[], ["www.example.com"], ["a.example", "b.example"]])
  func nothingToAsk(hosts: [String]) throws {
    #expect(LiveResolver(try quickOptions(hosts)).resolve([]) == [])
  }
}
