import AutoTagTracking
import AutoTagWebURL
import TestSupport
import Testing

@Suite("URLs as ada reads them, the WHATWG URL parser of Node.js", Oracle.needs(Oracle.python))
struct WebURLOracleTests {
  static let groupHost = "click.linksynergy.com"

  @Test("have the same scheme and host", arguments: [1, 2])
  func schemeAndHost(seed: Int) throws {
    let cases = try URLOracle.cases(count: 20_000, seed: seed)
    #expect(cases.count == 20_000)
    var unverified = 0
    for expected in cases {
      let url = URLOrigin(expected.href, relativeTo: try base(of: expected))
      if url?.host == .unverified {
        // libidn2 is stricter than browsers. Whatever they read: no group's host must be lost by it.
        unverified += 1
        #expect(expected.hostname?.hasPrefix(Self.groupHost) != true, "\(expected)")
        continue
      }
      #expect(url.map { $0.scheme + ":" } == expected.protocol, "\(expected), not \(String(describing: url))")
      #expect(url.map(hostname) == expected.hostname, "\(expected), not \(String(describing: url))")
    }
    #expect(unverified < cases.count / 20)
  }

  @Test("lead to Rakuten by the same links", arguments: [3, 4])
  func classification(seed: Int) throws {
    let classifier = LinkClassifier(groups: [.rakuten])
    var affiliates = 0
    for expected in try URLOracle.cases(count: 20_000, seed: seed) {
      guard let base = try base(of: expected) else { continue }
      let isGroupHost = [Self.groupHost, Self.groupHost + "."].contains(expected.hostname)
      let isAffiliate =
        isGroupHost && ["https:", "http:"].contains(expected.protocol) && !expected.ownPage
      let answer: LinkClassification = isAffiliate ? .affiliate(.rakuten, by: .host) : .unrelated
      #expect(classifier.classify(link(expected.href), relativeTo: base) == answer, "\(expected)")
      if expected.base == "https://site.example/dir/page.html" {
        // A page of which nothing is known but that it is on the web reads its links like any other.
        #expect(classifier.classify(link(expected.href)) == answer, "\(expected), on an unknown page")
      }
      if isAffiliate { affiliates += 1 }
    }
    #expect(affiliates > 3000)
  }

  @Test("are let through to the classifier wherever it says more than unrelated", arguments: [5, 6])
  func prefilter(seed: Int) throws {
    let classifier = LinkClassifier(groups: [.rakuten])
    var randomness = Randomness(seed: UInt64(seed))
    var related = 0
    for expected in try URLOracle.cases(count: 20_000, seed: seed) {
      let raw = written(expected.href, using: &randomness, oneIn: randomness.pick([3, 12, 1000]))
      let base = try base(of: expected)
      let classification = classifier.classify(link(decoded(raw)), relativeTo: base)
      guard classification != .unrelated else { continue }
      related += 1
      let mayMatter = classifier.mayMatter(
        rawHref: raw.utf8Span.span, rawRel: nil, hasTrackingGroup: false,
        relativeMayMatter: base.flatMap { classifier.group(hosting: $0) } != nil)
      #expect(mayMatter, "\(raw.debugDescription), which is \(expected)")
    }
    #expect(related > 4000)
  }

  private func base(of expected: URLOracle.Case) throws -> URLOrigin? {
    guard let text = expected.base else { return nil }
    let base: URLOrigin = try #require(URLOrigin(text))
    return base
  }
}

/// The host as the URL standard writes it (section 3.6, host serializing).
private func hostname(_ url: URLOrigin) -> String {
  switch url.host {
  case .domain(let domain), .opaque(let domain): domain
  case .ipv4(let address):
    (0..<4).map { String(address >> (24 - 8 * $0) & 0xFF) }.joined(separator: ".")
  case .ipv6(let address): "[\(serialized(address))]"
  case .empty, nil: ""
  case .unverified: "unverified"
  }
}

private func serialized(_ address: UInt128) -> String {
  let pieces = (0..<8).map { UInt16(truncatingIfNeeded: address >> (112 - 16 * UInt128($0))) }
  var longest = 0..<1
  for start in 0..<8 {
    let length = pieces[start...].prefix { $0 == 0 }.count
    if length > longest.count { longest = start..<start + length }
  }
  let texts = pieces.map { String($0, radix: 16) }
  guard longest.count > 1 else { return texts.joined(separator: ":") }
  return texts[..<longest.lowerBound].joined(separator: ":") + "::"
    + texts[longest.upperBound...].joined(separator: ":")
}
