internal import AutoTagTracking
package import AutoTagWebURL

/// A host that may be asked, as the configuration names it: `shop.example`, `shop.example:8080`,
/// `127.0.0.1:8080`, `[::1]:8080`.
///
/// It means this host and no other, not its subdomains. Without a port it means the ports of `http` and
/// `https`. A name that leads to a private, loopback or link-local address is refused when it is asked, with
/// two exceptions: an address that is named itself, and `localhost`.
package struct NamedHost: Sendable, Hashable, CustomStringConvertible {
  let name: URLOrigin.Host
  let port: Int?
  /// The host as a link has it, without its port.
  package let host: String
  /// The host as a link has it, with its port.
  package let description: String

  /// - Throws: `LiveOptionsError` for what is no host.
  package init(_ text: String) throws(LiveOptionsError) {
    let example = "name it as in a link, for example shop.example or shop.example:8080"
    let bytes = Array(text.utf8)
    guard !bytes.isEmpty, !bytes.contains(where: { $0 <= 0x20 || "/\\?#@%".utf8.contains($0) }) else {
      throw LiveOptionsError("“\(text)” is not a host alone: \(example)")
    }
    guard !bytes.contains(UInt8(ascii: "*")) else {
      throw LiveOptionsError("“\(text)” holds a wildcard, and hosts are matched whole: name each host")
    }
    guard let address = WebURL("http://\(text)/")?.requestable, let host = address.origin.host
    else { throw LiveOptionsError("“\(text)” is not a host: \(example)") }
    self.name = host
    self.host = address.hostName
    let afterAddress = bytes[((bytes.lastIndex(of: UInt8(ascii: "]")) ?? -1) + 1)...]
    port = afterAddress.contains(UInt8(ascii: ":")) ? address.port ?? 80 : nil
    description = address.hostName + (port.map { ":\($0)" } ?? "")
  }

  /// Returns true if a request for the address goes to this host.
  package func covers(_ address: WebURL) -> Bool {
    guard let other = address.origin.host, Self.withoutDot(other) == Self.withoutDot(name) else {
      return false
    }
    guard let port else { return address.port == nil }
    return port == address.port ?? (address.origin.scheme == "https" ? 443 : 80)
  }

  /// The addresses that the name may lead to.
  var policy: AddressPolicy {
    switch Self.withoutDot(name) {
    case .ipv4, .ipv6: .any
    case .domain(let name) where name == "localhost" || name.hasSuffix(".localhost"): .publicAndLoopback
    default: .publicOnly
    }
  }

  private static func withoutDot(_ host: URLOrigin.Host) -> URLOrigin.Host {
    if case .domain(let name) = host, name.hasSuffix(".") { .domain(String(name.dropLast())) } else { host }
  }
}

/// An error of an option for asking servers: the fault and what to do about it.
package struct LiveOptionsError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) {
    self.description = description
  }
}
