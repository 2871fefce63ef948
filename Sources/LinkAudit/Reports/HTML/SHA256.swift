/// SHA-256 (FIPS 180-4), for the content security policy of the HTML report: it names the hashes of the only
/// style and script that may run. Some kilobytes once per report; nothing that must be fast.
enum SHA256 {
  /// The square and cube roots of the first primes, as the standard tabulates them.
  private static let start: [UInt32] = fractions(count: 8) { $0.squareRoot() }
  private static let constants: [UInt32] = fractions(count: 64, of: cubeRoot)

  /// The hash as a source expression of a policy: `sha256-` and the digest in base 64.
  static func source(of bytes: [UInt8]) -> String { "sha256-" + base64(digest(of: bytes)) }

  static func digest(of bytes: [UInt8]) -> [UInt8] {
    var padded = bytes + [0x80]
    padded += Array(repeating: 0, count: (120 - padded.count % 64) % 64)
    let bitCount = UInt64(bytes.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: bitCount >> (56 - 8 * $0)) }

    var hash = start
    for block in stride(from: 0, to: padded.count, by: 64) {
      var words = (0..<16).map { word in
        (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(padded[block + word * 4 + $1]) }
      }
      for index in 16..<64 {
        let (two, fifteen) = (words[index - 2], words[index - 15])
        let s0 = rotated(fifteen, 7) ^ rotated(fifteen, 18) ^ fifteen >> 3
        let s1 = rotated(two, 17) ^ rotated(two, 19) ^ two >> 10
        words.append(words[index - 16] &+ s0 &+ words[index - 7] &+ s1)
      }
      var (a, b, c, d) = (hash[0], hash[1], hash[2], hash[3])
      var (e, f, g, h) = (hash[4], hash[5], hash[6], hash[7])
      for index in 0..<64 {
        let s1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
        let one = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
        let s0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
        let two = s0 &+ (a & b ^ a & c ^ b & c)
        (h, g, f, e, d, c, b, a) = (g, f, e, d &+ one, c, b, a, one &+ two)
      }
      for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { hash[index] &+= value }
    }
    return hash.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  /// The first 32 bits of the fractional parts of a root of the first primes.
  private static func fractions(count: Int, of root: (Double) -> Double) -> [UInt32] {
    let primes = (2...311).filter { number in (2..<number).allSatisfy { number % $0 != 0 } }
    return primes.prefix(count).map { prime in
      let value = root(Double(prime))
      return UInt32((value - value.rounded(.down)) * 4_294_967_296)
    }
  }

  /// By Newton's method; no C library is asked. All 32 bits are right with a double's 53.
  private static func cubeRoot(_ number: Double) -> Double {
    var root = number / 2
    for _ in 0..<40 { root -= (root * root * root - number) / (3 * root * root) }
    return root
  }

  private static func base64(_ bytes: [UInt8]) -> String {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var result: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = Array(bytes[start..<min(start + 3, bytes.count)])
      let bits = (0..<3).reduce(0) { $0 << 8 | ($1 < group.count ? Int(group[$1]) : 0) }
      for digit in 0...group.count { result.append(digits[bits >> (18 - 6 * digit) & 63]) }
      result += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
    }
    return String(decoding: result, as: UTF8.self)
  }
}
