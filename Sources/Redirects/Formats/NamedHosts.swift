internal import AutoTagBytes

/// The hosts of the addresses that a program has in its texts.
enum NamedHosts {
  /// The most that are looked for.
  private static let most = 256

  /// Returns the hosts behind `//`, in lower case, each once.
  static func all(in code: [UInt8]) -> [String] {
    var hosts: [String] = []
    var seen: Set<String> = []
    var rest = code[...]
    while hosts.count < most, let slash = rest.firstIndex(of: UInt8(ascii: "/")) {
      rest = rest[(slash + 1)...]
      guard rest.first == UInt8(ascii: "/"), let host = host(rest.dropFirst()) else { continue }
      if seen.insert(host).inserted { hosts.append(host) }
    }
    return hosts
  }

  /// Returns the host of the address that a text begins with, where it is followed by a path, a query or the text's end.
  static func host(beginning text: ArraySlice<UInt8>) -> String? {
    for scheme in ["https://", "http://", "//"] where text.starts(with: scheme.utf8) {
      let rest = text.dropFirst(scheme.utf8.count)
      guard let host = host(rest) else { return nil }
      let next = rest.dropFirst(host.utf8.count).first
      return next.map { "/?#\"']".utf8.contains($0) } ?? true ? host : nil
    }
    return nil
  }

  private static func host(_ text: ArraySlice<UInt8>) -> String? {
    let host = text.prefix { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x2E }
    return host.contains(0x2E) ? ASCII.lowercased(Array(host)).text : nil
  }
}
