import AutoTagTracking
import TestSupport
import Testing

@testable import AutoTagRedirects
@testable import AutoTagWebURL

/// The lock file that is written is read again, and as the same, whatever servers answer.
struct WrittenLockTests {
  @Test func whateverServersAnswer() throws {
    var options = try quickOptions(RandomServer.hosts)
    options.groups.append(
      try TrackingGroup(name: "other", hosts: ["aff.example"], subid: "sub", token: "--X--"))
    var server = RandomServer(random: Randomness(seed: 7))
    var lock = ResolutionLock()
    var ends: [String: Int] = [:]
    for _ in 0..<5_000 {
      guard let link = server.link() else { continue }
      var builder = ChainBuilder(start: LinkKey.of(link, options.groups), options: options)
      while let url = builder.next { builder.add(server.answer(to: url, carrying: builder.carried)) }
      ends["\(builder.chain.end)".prefix { $0 != "(" }.description, default: 0] += 1
      lock.update([builder.chain], on: try LockTests.day("2026-11-24"))
    }
    // Each kind of end is there often.
    #expect(ends.count == 7 && ends.values.allSatisfy { $0 > 50 }, "\(ends)")
    #expect(lock.links.count > 3_000)
    #expect(try ResolutionLock(Array(lock.text.utf8), file: "x") == lock)
  }

  @Test("the answers of a real server, of all kinds there are", Oracle.needs("python3"))
  func realAnswers() throws {
    let server = try OddServer()
    let paths = [
      "forward/301", "forward/302", "forward/303", "forward/307", "forward/308", "drop/302", "after-hash",
      "renamed", "nested",
      "own-subid", "exact", "refresh", "stub", "no-head/405", "chain/1", "chain/9", "chain/10", "chain/11",
      "endless/0", "loop/a", "self",
      "too-long", "too-short", "too-long-page", "relative/x", "spaces", "utf-8", "latin-1", "early", "page",
      "picture", "big", "mailto",
      "nothing-here", "always/403", "always/404", "always/410", "no-location", "two-locations",
      "forward/302?u1=--CLICK-ID--&x#y",
    ]
    let chains = LiveResolver(try quickOptions([server.name])).resolve(try paths.map { try server.url($0) })
    var lock = ResolutionLock()
    lock.update(chains, on: .today)
    // Three of them fail.
    #expect(lock.links.count == paths.count - 3)
    #expect(try ResolutionLock(Array(lock.text.utf8), file: "x") == lock)
  }
}

/// Links, and answers of every kind that is read, with addresses written in every way.
private struct RandomServer {
  static let hosts = [
    "www.example.com", "shop.example:8080", "127.0.0.1:81", "localhost", "xn--bcher-kva.example",
  ]
  private static let groups = ["click.linksynergy.com", "aff.example"]
  private static let parts = [
    "/", "//", "a", "A", ".", "..", "%2e", "?", "#", "&", "=", "u1=", "--CLICK-ID--", "sub=x", ";", ":", "@",
    "\\", " ", "%", "%41", "é", "\u{FFFD}", "\u{202E}", "\u{E9}\u{301}", "'", "\"", "<", "^", "{", "|", "[",
    "\t", "\n", "\0", "\u{7F}", "😀", "+", "*",
  ]
  private static let starts = [
    "", "/", "./", "../", "?", "#", "//", "https:", "http:", "HTTPS://", "http:/", "https:\\\\", " https://",
    "mailto:", "javascript:", "a:", "https://", "http://",
  ]
  private static let outcomes: [QueryProbe.ParameterOutcome] = [
    .passedOn, .passedOn, .lost("the query\n\u{1B}is “not” passed on"),
    .doubtful("it arrives beside another \u{2028}u1"),
  ]

  var random: Randomness
  private var asked: [WebURL] = []
  /// Makes the chain go on and on.
  private var isLong = false

  init(random: Randomness) { self.random = random }

  mutating func link() -> WebURL? {
    asked = []
    isLong = random.once(in: 8)
    let host = random.pick(Self.hosts + Self.groups)
    return WebURL("\(random.pick(["http", "https"]))://\(host)/\(text(8))")?.requestable
  }

  mutating func answer(to url: WebURL, carrying subids: [String]) -> HTTPProbe.Answer {
    asked.append(url)
    switch Int.random(in: 0..<24, using: &random) {
    case 0: return .page(status: random.pick([200, 204, 299]))
    case 1:
      let status = random.pick([404, 410, 403, 500])
      return .failed(.status(status, url), status: status)
    default:
      let evidence = random.pick(LiveHop.Evidence.allCases)
      let status = random.pick(evidence == .location ? [301, 302, 303, 307, 308] : [200, 201, 299])
      var outcomes: [String: QueryProbe.ParameterOutcome] = [:]
      for subid in subids { outcomes[subid] = random.pick(Self.outcomes) }
      return .redirect(.init(status: status, evidence: evidence, location: location(), outcomes: outcomes))
    }
  }

  private mutating func text(_ most: Int) -> String {
    (0..<Int.random(in: 0...most, using: &random)).map { _ in random.pick(Self.parts) }.joined()
  }

  private mutating func location() -> String {
    if isLong { return random.pick(["/", "../", "//www.example.com/"]) + "\(asked.count)" + text(1) }
    if random.once(in: 8) { return random.pick(asked).description + text(2) }
    if random.once(in: 200) {
      return "/" + String(repeating: "é", count: Int.random(in: 90_000...110_000, using: &random))
    }
    let start = random.pick(Self.starts)
    guard start.hasSuffix("/") || start.hasSuffix("\\"), start.contains(":") else { return start + text(8) }
    let others = ["other.example", "[::1]", "user@www.example.com", "É.example", ""]
    return start + random.pick(Self.hosts + Self.hosts + Self.groups + others) + "/" + text(8)
  }
}
