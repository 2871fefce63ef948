internal import AutoTagBytes
internal import AutoTagWebURL

/// A `server` block.
struct NginxServerBlock: Sendable {
  /// The ports that it listens on; empty where it does not say, which is port 80.
  var ports: Set<Int> = []
  var isDefault = false
  /// `server_name`, in lower case.
  var names: [String] = []
  /// The whole block, its own instructions and its locations.
  var content: NginxLocation
  /// `absolute_redirect off`.
  var keepsRelative = false

  /// Returns the fitness of a name for a host (nginx.org/en/docs/http/server_names.html): exact, then the longest
  /// wildcard at the start, then at the end.
  func fitness(for host: String) -> Int {
    var best = 0
    for name in names {
      if name == host {
        best = max(best, 100_000)
      } else if name.hasPrefix("*."), host.hasSuffix(name.dropFirst()) {
        best = max(best, 50_000 + name.count)
      } else if name.hasPrefix("."), host.hasSuffix(name) || host == name.dropFirst() {
        best = max(best, 50_000 + name.count)
      } else if name.hasSuffix(".*"), host.hasPrefix(name.dropLast()) {
        best = max(best, 10_000 + name.count)
      }
    }
    return best
  }

  /// The addresses of a block that answers by itself, by its plain names: one for each scheme. A block that leads all
  /// requests to another has none.
  var origins: [SiteOriginHint] {
    let leadsAllAway =
      content.locations.isEmpty
      && content.instructions.contains { instruction in
        switch instruction {
        case .answer: true
        case .rewrite(let rewrite): rewrite.redirect != nil
        case .set, .referers, .condition, .stop, .handOver, .mayHandOver: false
        }
      }
    guard !leadsAllAway else { return [] }
    var schemes = ports.contains(443) ? ["https"] : []
    if ports.contains(80) || schemes.isEmpty { schemes.append("http") }
    return schemes.compactMap { SiteOriginHint(names: names, scheme: $0, rule: content.rule) }
  }

  /// A name that is a regular expression.
  var hasPatternName: Bool { names.contains { $0.hasPrefix("~") } }

  mutating func listen(_ words: ArraySlice<[UInt8]>) {
    guard let address = words.first?.text else { return }
    if words.contains(where: { $0.text == "default_server" || $0.text == "default" }) { isDefault = true }
    if let port = Int(address) {
      ports.insert(port)
    } else if let colon = address.lastIndex(of: ":"), let port = Int(address[address.index(after: colon)...])
    {
      ports.insert(port)
    } else if !address.hasPrefix("unix:") {
      ports.insert(80)
    }
  }
}
