import AutoTagBytes
import Testing

@testable import AutoTagRedirects

@Suite("The index of rules by what their paths begin with")
struct CandidateIndexTests {
  @Test("every rule that can match is named, once and in order, and next to none that cannot")
  func candidates() {
    var random = Random(seed: 7)
    func text(upTo length: UInt64) -> [UInt8] {
      (0..<random.next() % (length + 1)).map { _ in [0x61, 0x62, 0x41, 0x2F][Int(random.next() % 4)] }
    }
    var named = 0
    var matching = 0
    for _ in 0..<200 {
      let prefixes: [(text: [UInt8], ignoresCase: Bool)?] = (0..<Int(random.next() % 60)).map { _ in
        random.next() % 10 == 0 ? nil : (text(upTo: 6), random.next() % 3 == 0)
      }
      let index = CandidateIndex(prefixes)
      for _ in 0..<50 {
        let path = text(upTo: 9)
        let candidates = index.candidates(for: path)
        let expected = prefixes.indices.filter { rule in
          guard let prefix = prefixes[rule] else { return true }
          return prefix.ignoresCase
            ? ASCII.lowercased(path).starts(with: ASCII.lowercased(prefix.text))
            : path.starts(with: prefix.text)
        }
        #expect(Set(candidates).isSuperset(of: expected))
        #expect(zip(candidates, candidates.dropFirst()).allSatisfy { $0 < $1 })
        named += candidates.count
        matching += expected.count
      }
    }
    #expect(named < matching + matching / 1_000 + 5)
  }
}
