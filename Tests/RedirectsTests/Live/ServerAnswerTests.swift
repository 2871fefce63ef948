import AutoTagRedirects
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

/// Each kind of answer: the right result, within the promised requests.
@Suite(Oracle.needs("python3"))
struct ServerAnswerTests {
  struct Case: CustomTestStringConvertible {
    let path: String
    let methods: [String]
    let status: Int
    var evidence = LiveHop.Evidence.location
    var destination = offer
    var drops: String?

    var testDescription: String { path }
  }

  @Test(arguments: [
    Case(path: "forward/301", methods: ["HEAD"], status: 301),
    Case(path: "forward/302", methods: ["HEAD"], status: 302),
    Case(path: "forward/303", methods: ["HEAD"], status: 303),
    Case(path: "forward/307", methods: ["HEAD"], status: 307),
    Case(path: "forward/308", methods: ["HEAD"], status: 308),
    Case(path: "drop/302", methods: ["HEAD"], status: 302, drops: "the query is not passed on"),
    Case(
      path: "after-hash", methods: ["HEAD"], status: 302, destination: offer + "#top",
      drops: "it comes after the #, which no server sees"),
    Case(
      path: "renamed", methods: ["HEAD"], status: 302,
      drops: "it arrives under another name or inside another parameter"),
    Case(
      path: "nested", methods: ["HEAD", "GET"], status: 302, destination: offer + "%3Fu1%3D",
      drops: "it arrives under another name or inside another parameter"),
    Case(
      path: "exact", methods: ["HEAD", "GET", "GET"], status: 302,
      drops: "with a query the server answers 404 instead of a redirect"),
    Case(path: "refresh", methods: ["HEAD"], status: 200, evidence: .refresh),
    Case(
      path: "stub", methods: ["HEAD", "GET"], status: 200, evidence: .redirectPage,
      drops: "the query is not passed on"),
    Case(path: "no-head/400", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/403", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/404", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/405", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/500", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/501", methods: ["HEAD", "GET"], status: 302),
    Case(path: "no-head/close", methods: ["HEAD", "GET"], status: 302),
    Case(path: "slow/0.5", methods: ["HEAD"], status: 302),
    Case(path: "too-long", methods: ["HEAD"], status: 302),
    Case(path: "too-short", methods: ["HEAD"], status: 302),
    Case(
      path: "too-long-page", methods: ["HEAD", "GET"], status: 200, evidence: .redirectPage,
      drops: "the query is not passed on"),
    Case(path: "early", methods: ["HEAD"], status: 302),
    Case(path: "busy/0", methods: ["HEAD", "GET"], status: 302),
    Case(path: "recovers/1", methods: ["HEAD", "GET"], status: 302),
    Case(path: "recovers/2", methods: ["HEAD", "GET", "GET"], status: 302),
    Case(
      path: "spaces", methods: ["HEAD"], status: 302, destination: "https://shop.example/a b?c=d e"),
    Case(
      path: "utf-8", methods: ["HEAD"], status: 302, destination: "https://shop.example/été?q=ü"),
    Case(
      path: "latin-1", methods: ["HEAD"], status: 302, destination: "https://shop.example/%E9t%E9"),
  ])
  func redirects(_ expected: Case) throws {
    let asked = try Asked(expected.path)
    #expect(asked.methods == expected.methods)
    let hop = try #require(asked.chain.hops.first, "\(asked.chain.end)")
    #expect(asked.chain.hops.count == 1)
    #expect(hop.status == expected.status)
    #expect(hop.evidence == expected.evidence)
    #expect(asked.chain.destinationText == expected.destination)
    #expect(hop.location == expected.destination)
    #expect(
      asked.chain.forwarding == (expected.drops.map { .drops(hop: 0, reason: $0) } ?? .forwards))
  }

  @Test func aDestinationWithItsOwnSubidIsDoubtful() throws {
    let asked = try Asked("own-subid")
    #expect(asked.chain.destinationText == offer + "&u1=own")
    #expect(asked.chain.forwarding == .unknown(hop: 0, reason: "it arrives beside another u1"))
  }

  @Test func pagesAndFilesEndTheChain() throws {
    let page = try Asked("page")
    #expect(page.chain.end == .page(page.chain.start))
    #expect(page.methods == ["HEAD", "GET", "GET"])
    let picture = try Asked("picture")
    #expect(picture.chain.end == .page(picture.chain.start))
    #expect(picture.methods == ["HEAD", "GET"])
    let missing = try Asked("nothing-here")
    #expect(missing.chain.end == .missing(missing.chain.start, status: 404))
    #expect(missing.methods == ["HEAD", "GET", "GET"])
    #expect(try Asked("mailto").chain.end == .notWeb("mailto:shop@example.com"))
  }

  @Test func aBodyIsReadOnlyToItsLimit() throws {
    let server = try OddServer()
    let resolver = LiveResolver(try quickOptions([server.name]))
    let chains = resolver.resolve([try server.url("big")])
    #expect(try chains.map(\.end) == [.page(server.url("big"))])
    // The rest is in the buffers of two sockets.
    #expect(try server.bytesSent().allSatisfy { $0 < 9_000_000 })
  }

  struct Failure: CustomTestStringConvertible {
    let path: String
    let methods: [String]
    let kind: LiveError.Kind
    let says: String

    var testDescription: String { path }
  }

  @Test(arguments: [
    Failure(
      path: "slow/5", methods: ["HEAD", "GET", "GET"], kind: .timeout, says: "did not answer within 2 s"),
    Failure(
      path: "close", methods: ["HEAD", "GET"], kind: .brokenAnswer, says: "gave no valid answer"),
    Failure(path: "half", methods: ["HEAD", "GET"], kind: .brokenAnswer, says: "gave no valid answer"),
    Failure(path: "garbage", methods: ["HEAD", "GET"], kind: .brokenAnswer, says: "gave no valid answer"),
    Failure(
      path: "endless-head", methods: ["HEAD", "GET"], kind: .brokenAnswer,
      says: "its head is longer than 64 KB"),
    Failure(
      path: "no-location", methods: ["HEAD", "GET", "GET"], kind: .noLocation,
      says: "answers 302 without a Location"),
    Failure(
      path: "two-locations", methods: ["HEAD", "GET", "GET"], kind: .conflictingLocations,
      says: "2 different Locations"),
    Failure(
      path: "always/403", methods: ["HEAD", "GET", "GET"], kind: .status, says: "refuses the request (403)"),
    Failure(
      path: "always/500", methods: ["HEAD", "GET", "GET"], kind: .status, says: "the server fails (500)"),
    Failure(
      path: "always/429", methods: ["HEAD", "GET", "GET"], kind: .tooManyRequests,
      says: "asks for fewer requests (429)"),
    Failure(
      path: "busy/3600", methods: ["HEAD"], kind: .tooManyRequests, says: "asks for a pause of 3600 s (429)"),
  ])
  func failures(_ expected: Failure) throws {
    let asked = try Asked(expected.path)
    #expect(asked.methods == expected.methods)
    let error = try #require(asked.error, "\(asked.chain.end)")
    #expect(error.kind == expected.kind)
    #expect(error.description.contains(expected.says), "\(error)")
  }

  @Test func aTrickleEndsWithTheWholeRequestsTime() throws {
    let server = try OddServer()
    let chain = try #require(
      LiveResolver(try quickOptions([server.name])).resolve([try server.url("trickle")]).first)
    // What came in time is a page that leads nowhere else; nothing hangs.
    #expect(chain.end == .page(chain.start))
    #expect(try server.requests.map(\.method) == ["HEAD", "GET", "GET"])
    // The whole answer has 600 bytes more than its head, one each tenth of a second.
    #expect(try server.bytesSent().allSatisfy { $0 < 600 })
  }

  @Test func retryAfterIsWaitedFor() throws {
    let asked = try Asked("busy/1")
    #expect(asked.chain.destinationText == offer)
    #expect(asked.methods == ["HEAD", "GET"])
    #expect(asked.took >= .seconds(1))
  }

  @Test func retriesAreAsManyAsTheOptionsSay() throws {
    #expect(try Asked("always/503") { $0.retries = 0 }.methods == ["HEAD"])
    #expect(try Asked("always/503") { $0.retries = 4 }.methods == ["HEAD", "GET", "GET", "GET", "GET"])
  }

  @Test func nobodyListens() throws {
    let port =
      try Oracle.run(
        "python3",
        ["-c", "import socket; s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])"]
      ).lines.first ?? ""
    let resolver = LiveResolver(try quickOptions(["127.0.0.1:\(port)"]))
    let url = try #require(WebURL("http://127.0.0.1:\(port)/")?.requestable)
    guard case .failed(_, let error)? = resolver.resolve([url]).first?.end else {
      Issue.record("no failure")
      return
    }
    #expect(error.kind == .connectionRefused)
  }

  @Test func theProgramSaysItsNameAndSendsTheProbe() throws {
    let asked = try Asked("forward/302?id=7")
    #expect(asked.requests.map(\.agent) == ["autotag/test"])
    #expect(asked.requests.map(\.target) == ["/forward/302?id=7&u1=autotagprobe0000000000000000000000"])
    #expect(asked.chain.destinationText == offer + "&id=7")
  }
}
