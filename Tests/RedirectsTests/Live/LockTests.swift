import AutoTagRedirects
import AutoTagWebURL
import Foundation
import TestSupport
import Testing

struct LockTests {
  static func address(_ text: String) throws -> WebURL { try #require(WebURL(text)?.requestable, "\(text)") }
  static func day(_ text: String) throws -> ISODay { try #require(ISODay(text)) }

  /// A chain for every kind of end and verdict.
  static func chains() throws -> [LiveChain] {
    let site = "https://www.example.com"
    func hop(_ path: String, _ location: String, _ evidence: LiveHop.Evidence = .location) throws -> LiveHop {
      LiveHop(
        url: try address(site + path), status: evidence == .location ? 302 : 200, evidence: evidence,
        location: location)
    }
    func chain(
      _ path: String, _ hops: [LiveHop], _ end: LiveChain.End,
      _ forwarding: LiveChain.Forwarding = .forwards
    ) throws -> LiveChain {
      LiveChain(start: try address(site + path), hops: hops, end: end, forwarding: forwarding)
    }
    let odd = offer + "\u{202E}\t\"é\\"
    return [
      try chain("/b", [hop("/b", "/a"), hop("/a", offer)], .external(address(offer))),
      try chain(
        "/a?id=7&x=%22", [hop("/a?id=7&x=%22", odd, .redirectPage)], .external(address(odd)),
        .drops(hop: 0, reason: "the query is not passed on")),
      try chain("/page", [], .page(address(site + "/page"))),
      try chain("/gone", [], .missing(address(site + "/gone"), status: 410)),
      try chain("/loop", [hop("/loop", "/loop", .refresh)], .loop(address(site + "/loop"))),
      try chain("/long/0", (0..<10).map { try hop("/long/\($0)", "/long/\($0 + 1)") }, .tooLong),
      try chain(
        "/mail", [hop("/mail", "mailto:a@b.example")], .notWeb("mailto:a@b.example"),
        .unknown(hop: 0, reason: "it arrives beside another u1")),
    ]
  }

  static func lock(_ chains: [LiveChain]) throws -> ResolutionLock {
    var lock = ResolutionLock()
    lock.update(chains, on: try day("2026-11-24"))
    return lock
  }

  @Test func whatIsWrittenIsRead() throws {
    let lock = try Self.lock(try Self.chains())
    #expect(lock.links.count == 7)
    #expect(try ResolutionLock(Array(lock.text.utf8), file: "x") == lock)
    // And by a reader that nobody here wrote.
    let object = try JSONSerialization.jsonObject(with: Data(lock.text.utf8)) as? [String: Any]
    let links = try #require(object?["links"] as? [String: [String: Any]])
    #expect(links.keys.sorted() == lock.links)
    let hops = try #require(links["https://www.example.com/a?id=7&x=%22"]?["hops"] as? [[String: Any]])
    #expect(hops.first?["location"] as? String == offer + "\u{202E}\t\"é\\")
  }

  @Test func theFileIsAsExpected() throws {
    let lock = try Self.lock(Array(try Self.chains().prefix(1)))
    #expect(
      lock.text == """
        {
          "version": 1,
          "links": {
            "https://www.example.com/b": {
              "end": "external",
              "destination": "https://click.linksynergy.com/deeplink?id=A*b/C&mid=1&murl=https%3A%2F%2Fshop.example%2F",
              "query": "forwards",
              "resolved": "2026-11-24",
              "hops": [
                { "status": 302, "by": "location", "url": "https://www.example.com/b", "location": "/a" },
                { "status": 302, "by": "location", "url": "https://www.example.com/a", "location": "https://click.linksynergy.com/deeplink?id=A*b/C&mid=1&murl=https%3A%2F%2Fshop.example%2F" }
              ]
            }
          }
        }

        """)
    #expect(ResolutionLock().text == "{\n  \"version\": 1,\n  \"links\": {}\n}\n")
  }

  @Test func theSameEntriesGiveTheSameBytesInAnyOrder() throws {
    let chains = try Self.chains()
    let text = try Self.lock(chains).text
    #expect(try Self.lock(chains.reversed()).text == text)
    for _ in 0..<20 { #expect(try Self.lock(chains.shuffled()).text == text) }
    let lines = text.split(separator: "\n").filter { $0.hasPrefix("    \"http") }
    #expect(lines == lines.sorted())
  }

  @Test func aLinkIsFoundBeforeAndAfterItWasTagged() throws {
    let lock = try Self.lock(try Self.chains())
    let site = "https://www.example.com"
    for link in [
      "/b", "/b#top", "/b?u1=--CLICK-ID--", "/a?id=7&x=%22&u1=--CLICK-ID--", "/a?u1=--CLICK-ID--&id=7&x=%22",
    ] {
      #expect(lock.entry(for: try Self.address(site + link)) != nil, "\(link)")
    }
    #expect(lock.entry(for: try Self.address(site + "/b?u1=summer")) == nil)
    #expect(lock.entry(for: try Self.address(site + "/c")) == nil)
  }

  @Test func failuresLeaveWhatWasKnown() throws {
    let known = try Self.lock(try Self.chains())
    var lock = known
    let server = try Self.address("https://www.example.com/b")
    var options = LiveOptions(hosts: [])
    options.userAgent = "x"
    let failed = LiveResolver(options).resolve([server])
    lock.update(failed, on: try Self.day("2026-12-01"))
    #expect(lock == known)
    lock.keepOnly([server])
    #expect(lock.links == ["https://www.example.com/b"])
  }

  @Test func anUnchangedAnswerKeepsItsDayForHalfOfItsAge() throws {
    let chains = try Self.chains()
    var lock = try Self.lock(chains)
    let age = try MaxAge("10d")
    lock.update(chains, maxAge: age, on: try Self.day("2026-11-28"))
    #expect(lock == (try Self.lock(chains)))
    lock.update(chains, maxAge: age, on: try Self.day("2026-11-29"))
    #expect(lock.entry(for: chains[0].start)?.resolved.description == "2026-11-29")
    let other = LiveChain(
      start: chains[0].start, hops: [], end: .page(chains[0].start), forwarding: .forwards)
    lock.update([other], maxAge: age, on: try Self.day("2026-11-30"))
    #expect(lock.entry(for: other.start) == .some(.init(chain: other, resolved: try Self.day("2026-11-30"))))
  }

  @Test func anOldEntryIsStale() throws {
    let lock = try Self.lock(Array(try Self.chains().prefix(1)))
    for (age, fresh, stale) in [
      ("90d", "2027-02-22", "2027-02-23"), ("1d", "2026-11-25", "2026-11-26"),
      ("12h", "2026-11-25", "2026-11-26"), ("48h", "2026-11-26", "2026-11-27"),
    ] {
      #expect(lock.stale(try MaxAge(age), on: try Self.day(fresh)).isEmpty, "\(age)")
      #expect(lock.stale(try MaxAge(age), on: try Self.day(stale)) == lock.links, "\(age)")
    }
  }

  @Test(arguments: [
    ("2026-11-25", false), ("2026-11-24", false), ("2026-11-23", false), ("2026-11-22", true),
    ("2020-01-01", true),
  ])
  func anEntryOfADayToComeIsTold(today: String, isToCome: Bool) throws {
    let chains = try Self.chains()
    var lock = try Self.lock(chains)
    let today = try Self.day(today)
    #expect(lock.asked(after: today) == (isToCome ? lock.links : []))
    // Asked anew it is of that day, and is not told any more.
    lock.update(chains, on: today)
    #expect(lock.asked(after: today).isEmpty)
  }

  @Test(arguments: [
    ("", 1, "the file ends where a value is expected"),
    ("[]", 1, "the file must be an object in { }"),
    ("{\n  \"version\": 1\n}", 1, "the file needs “links”"),
    ("{\n  \"version\": 2,\n  \"links\": {}\n}", 2, "use a newer autotag"),
    ("{\n  \"version\": 0,\n  \"links\": {}\n}", 2, "delete the file and run with --online"),
    ("{\n  \"version\": \"1\",\n  \"links\": {}\n}", 2, "“version” must be a whole number"),
    ("{\n  \"version\": 1.0,\n  \"links\": {}\n}", 2, "a whole number is expected"),
    ("{\n  \"version\": 1,\n  \"links\": []\n}", 3, "“links” must be an object in { }"),
    ("{\n  \"version\": 1,\n  \"extra\": 1,\n  \"links\": {}\n}", 3, "the file has no “extra”"),
    ("{\n  \"version\": 1,\n  \"version\": 1,\n  \"links\": {}\n}", 3, "“version” is given twice"),
    ("{\n  \"version\": 1,\n  \"links\": {}\n}}", 4, "“}” stands after the end of the JSON"),
    ("{\n  \"version\": 1,\n<<<<<<< HEAD\n  \"links\": {}\n}", 3, "a merge conflict"),
    ("{\n  \"version\": 1\n  \"links\": {}\n}", 3, "“\"” stands where a comma or } is expected"),
    ("{\n  \"version\": 1,\n  \"links\": {\n    \"/goto\": {}\n  }\n}", 4, "“/goto” is not an absolute"),
    ("{\n  \"version\": 1,\n  \"li\nnks\": {}\n}", 3, "a text must end on its line"),
    ("{\n  \"version\": 1,\n  \"links\": {", 3, "“the end of the file”|the end of the file stands where"),
  ])
  func aBrokenFileIsAnErrorWithItsLine(text: String, line: Int, message: String) {
    Self.expectError(text, line, message)
  }

  @Test(arguments: [
    ("\"end\": \"external\"", "\"end\": \"somewhere\"", 5, "“somewhere” is none of external, page"),
    ("\"end\": \"external\",", "", 4, "a link needs “end”"),
    ("\"end\": \"external\"", "\"end\": \"too-long\"", 6, "“destination” has no meaning where “end” is"),
    ("\"end\": \"external\"", "\"end\": \"missing\"", 4, "a link needs “status”"),
    ("\"destination\": \"https", "\"destination\": \"htt ps", 6, "is not an absolute http or https address"),
    ("\"query\": \"forwards\"", "\"query\": \"maybe\"", 7, "“maybe” is none of forwards, drops and unknown"),
    ("\"query\": \"forwards\"", "\"query\": \"drops\"", 4, "a link needs “hop”"),
    (
      "\"query\": \"forwards\"", "\"query\": \"drops\", \"hop\": 2, \"reason\": \"x\"", 7,
      "there is no hop 2"
    ),
    ("\"query\": \"forwards\"", "\"query\": \"forwards\", \"reason\": \"x\"", 7, "“reason” has no meaning"),
    ("2026-11-24", "2026-02-30", 8, "“2026-02-30” is no day such as 2026-11-24"),
    ("2026-11-24", "P90D", 8, "“P90D” is no day"),
    ("\"by\": \"location\"", "\"by\": \"magic\"", 10, "“magic” is none of location, refresh and stub"),
    ("\"status\": 302, \"by\"", "\"status\": null, \"by\"", 10, "“status” must be a whole number"),
    ("\"status\": 302, \"by\"", "\"note\": 1, \"status\": 302, \"by\"", 10, "a hop has no “note”"),
  ])
  func aBrokenEntryIsAnErrorWithItsLine(old: String, new: String, line: Int, message: String) throws {
    let text = try Self.lock(Array(try Self.chains().prefix(1))).text
    let index = try #require(text.firstRange(of: old))
    Self.expectError(text.replacingCharacters(in: index, with: new), line, message)
  }

  /// - Parameter message: a part of it; or several, of which one is right, between bars.
  static func expectError(_ text: String, _ line: Int, _ message: String) {
    do throws(LockError) {
      _ = try ResolutionLock(Array(text.utf8), file: "site/autotag.lock")
      Issue.record("read: \(text)")
    } catch {
      #expect(error.line == line, "\(error)")
      #expect(message.split(separator: "|").contains { error.message.contains($0) }, "\(error)")
      #expect(error.description.hasPrefix("site/autotag.lock:\(line): "))
    }
  }

  @Test func noBytesCrashTheReader() throws {
    let text = Array(try Self.lock(try Self.chains()).text.utf8)
    var generator = SystemRandomNumberGenerator()
    for end in 0..<text.count { _ = try? ResolutionLock(Array(text[..<end]), file: "x") }
    for _ in 0..<2000 {
      var broken = text
      for _ in 0..<3 {
        broken[Int.random(in: 0..<broken.count, using: &generator)] = UInt8.random(
          in: 0...255, using: &generator)
      }
      _ = try? ResolutionLock(broken, file: "x")
    }
    _ = try? ResolutionLock(Array(repeating: UInt8(ascii: "["), count: 100_000), file: "x")
    Self.expectError("{\n\"version\": \u{0}", 2, "stands where a value is expected")
    #expect(throws: LockError.self) { try ResolutionLock([0x7B, 0x0A, 0xFF], file: "x") }
  }

  @Test func theFileIsWrittenOnlyWhenItChanges() throws {
    let folder = try TemporaryFolder()
    let path = folder.url.appending(path: "autotag.lock").path
    #expect(try LockFile.read(path) == nil)
    let lock = try Self.lock(try Self.chains())
    #expect(try LockFile.write(lock, to: path))
    #expect(try LockFile.read(path) == lock)
    let before = try FileManager.default.attributesOfItem(atPath: path)
    #expect(try !LockFile.write(lock, to: path))
    let after = try FileManager.default.attributesOfItem(atPath: path)
    #expect(before[.systemFileNumber] as? Int == after[.systemFileNumber] as? Int)
    #expect(before[.modificationDate] as? Date == after[.modificationDate] as? Date)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    #expect(try LockFile.write(ResolutionLock(), to: path))
    let replaced = try FileManager.default.attributesOfItem(atPath: path)
    #expect(before[.systemFileNumber] as? Int != replaced[.systemFileNumber] as? Int)
    #expect(replaced[.posixPermissions] as? Int == 0o640)
    #expect(try folder.text("autotag.lock") == ResolutionLock().text)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["autotag.lock"])
    #expect(throws: LockError.self) {
      try LockFile.write(lock, to: folder.url.appending(path: "missing/autotag.lock").path)
    }
    #expect(throws: LockError.self) { try LockFile.read(folder.url.path) }
  }
}
