import AutoTagRedirects
import AutoTagTracking
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

@Suite(Oracle.needs("python3"))
struct LiveChainTests {
  @Test func hopAfterHop() throws {
    let asked = try Asked("chain/3")
    #expect(asked.chain.hops.map(\.url.path) == ["/chain/3", "/chain/2", "/chain/1"])
    #expect(asked.chain.hops.map(\.location) == ["/chain/2", "/chain/1", offer])
    #expect(asked.chain.forwarding == .forwards)
    #expect(asked.chain.destinationText == offer)
    #expect(asked.methods == ["HEAD", "HEAD", "HEAD"])
  }

  @Test func theFirstHopThatLosesTheQueryDecides() throws {
    let asked = try Asked("relative/x")
    #expect(asked.chain.hops.map(\.location) == ["../drop/302", offer])
    #expect(asked.chain.forwarding == .drops(hop: 1, reason: "the query is not passed on"))
  }

  @Test func tenRedirectsAreFollowedAndNotEleven() throws {
    let ten = try Asked("chain/10")
    #expect(ten.chain.destinationText == offer)
    #expect(ten.requests.count == 10)
    for path in ["chain/11", "endless/0"] {
      let more = try Asked(path)
      #expect(more.chain.end == .tooLong)
      #expect(more.chain.hops.count == 10)
      #expect(more.requests.count == 10)
    }
  }

  @Test func loops() throws {
    let two = try Asked("loop/a")
    #expect(two.chain.end == .loop(two.chain.start))
    #expect(two.requests.count == 2)
    let one = try Asked("self")
    #expect(one.chain.end == .loop(one.chain.start))
    #expect(one.requests.count == 1)
  }

  @Test func noRequestLeavesForAHostThatIsNotNamed() throws {
    let (named, other) = (try OddServer(), try OddServer())
    let resolver = LiveResolver(try quickOptions([named.name]))
    let chains = resolver.resolve([
      try named.url("to/\(other.name)"), try other.url("forward/302"),
      try #require(WebURL("http://localhost:\(other.port)/page")?.requestable),
    ])
    #expect(chains[0].destination?.description == "http://\(other.name)/drop/302")
    #expect(chains[0].forwarding == .forwards)
    for chain in chains[1...] {
      guard case .failed(_, let error) = chain.end else {
        Issue.record("\(chain.end)")
        continue
      }
      #expect(error.kind == .hostNotNamed)
    }
    #expect(try named.requests.count == 1)
    #expect(try other.requests.isEmpty)
    // The same server is asked once it is named, so the count of none means something.
    let both = LiveResolver(try quickOptions([named.name, other.name]))
    #expect(both.resolve([try named.url("to/\(other.name)")]).first?.destinationText == offer)
    #expect(try other.requests.count == 1)
  }

  @Test func noRequestLeavesForTheAffiliateNetwork() throws {
    // A name that leads to this machine stands for the network's host.
    let (shop, network) = (try OddServer(), try OddServer())
    let group = try TrackingGroup(name: "test", hosts: ["localhost"], subid: "sub", token: "--X--")
    var options = try quickOptions([shop.name, "localhost:\(network.port)"])
    options.groups = [.rakuten, group]
    let resolver = LiveResolver(options)
    let urls = [
      try shop.url("to/localhost:\(network.port)"),
      try #require(WebURL("http://localhost:\(network.port)/drop/302")?.requestable),
    ]
    let chains = resolver.resolve(urls)
    #expect(chains.map { $0.destination?.host } == ["localhost", "localhost"])
    #expect(chains.map(\.forwarding) == [.forwards, .forwards])
    #expect(try network.requests.isEmpty)
    // Both groups' parameters are asked about, because where the chain leads is not known before.
    #expect(try shop.requests.first?.target.contains("sub=autotagprobe") == true)
    options.groups = [.rakuten]
    #expect(LiveResolver(options).resolve([urls[1]]).first?.destinationText == offer)
    #expect(try network.requests.count == 1)
  }

  @Test func privateAddressesBehindNamesAreRefused() throws {
    let server = try OddServer()
    // Every system knows its own name, and knows it as a private address or as loopback.
    var buffer = [CChar](repeating: 0, count: 256)
    gethostname(&buffer, buffer.count)
    let name = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let named = try NamedHost("\(name):\(server.port)")
    var options = try quickOptions([])
    options.hosts = [named]
    let url = try #require(WebURL("http://\(name):\(server.port)/forward/302")?.requestable)
    guard
      case .failed(_, let error)? = LiveResolver(options).resolve([url]).first?.end
    else {
      Issue.record("not refused")
      return
    }
    #expect(error.kind == .privateAddress, "\(error)")
    #expect(try server.requests.isEmpty)
    // `localhost` and addresses mean what they say.
    for name in ["localhost", "127.0.0.1"] {
      let options = try quickOptions(["\(name):\(server.port)"])
      let url = try #require(WebURL("http://\(name):\(server.port)/forward/302")?.requestable)
      #expect(LiveResolver(options).resolve([url]).first?.destinationText == offer)
    }
  }

  @Test func oneRequestForEachDistinctAddress() throws {
    let server = try OddServer()
    let resolver = LiveResolver(try quickOptions([server.name]))
    let paths = ["chain/2", "chain/2#x", "chain/1", "chain/2?u1=--CLICK-ID--", "chain/2"]
    let chains = resolver.resolve(try paths.map { try server.url($0) })
    #expect(chains.map(\.destinationText) == Array(repeating: offer, count: 5))
    #expect(
      chains.map(\.start.description)
        == (try [2, 2, 1, 2, 2].map { try server.url("chain/\($0)").description }))
    #expect(try server.requests.count == 2)
    _ = resolver.resolve([try server.url("chain/1")])
    #expect(try server.requests.count == 2)
  }

  @Test(arguments: [1, 4]) func soManyAtOnceAtOneHost(limit: Int) throws {
    let server = try OddServer()
    var options = try quickOptions([server.name, "127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"])
    options.perHost = limit
    let resolver = LiveResolver(options)
    let counter = Counter()
    let urls = try (0..<12).map { try server.url("slow/0.1?\($0)") }
    let chains = resolver.resolve(urls) { counter.note($0.finished, $0.total) }
    #expect(chains.map(\.start) == urls)
    #expect(chains.allSatisfy { $0.destination != nil })
    // Reached and not passed.
    #expect(try server.requests.map(\.active).max() == limit)
    #expect(counter.noted.map(\.0) == Array(1...12))
    #expect(counter.noted.allSatisfy { $0.1 == 12 })
  }

  @Test func aDeadHostIsGivenUp() throws {
    var options = try quickOptions(["127.0.0.1:1"])
    options.perHost = 1
    let urls = try (0..<8).map { try #require(WebURL("http://127.0.0.1:1/\($0)")?.requestable) }
    let kinds = LiveResolver(options).resolve(urls).map { chain -> LiveError.Kind? in
      if case .failed(_, let error) = chain.end { error.kind } else { nil }
    }
    #expect(kinds == Array(repeating: .connectionRefused, count: 5) + Array(repeating: .hostSilent, count: 3))
  }

  private final class Counter: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [(Int, Int)] = []
    func note(_ finished: Int, _ total: Int) { lock.withLock { values.append((finished, total)) } }
    var noted: [(Int, Int)] { lock.withLock { values } }
  }
}
