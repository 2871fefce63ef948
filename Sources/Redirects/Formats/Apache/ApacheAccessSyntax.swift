internal import AutoTagBytes
internal import Glibc

/// The form of the visitors that `Require`, `Allow` and `Deny` name, which httpd checks when it reads a `.htaccess` file.
enum ApacheAccessSyntax {
  /// Returns the fault of a `Require`.
  /// - Parameter words: without `not`.
  static func requireFault(_ words: [String]) -> MalformedRule? {
    guard let provider = words.first else { return MalformedRule("Require needs the name of who may ask") }
    let values = words.dropFirst()
    switch provider {
    case "all":
      let value = values.first?.lowercased()
      return values.count == 1 && (value == "granted" || value == "denied")
        ? nil : MalformedRule("Require all is followed by granted or denied, and nothing else")
    case "ip":
      if values.isEmpty { return MalformedRule("Require ip needs an address") }
      return values.first { !isSubnet($0) }.map { MalformedRule("\($0) is no address of the internet") }
    case "method": return values.lazy.compactMap { ApacheValue.method($0, "require") }.first
    default:
      let lower = provider.lowercased()
      if ["granted", "denied"].contains(lower) {
        return MalformedRule("Require \(lower) is written Require all \(lower)")
      }
      let names = ["all", "ip", "host", "method", "env", "expr", "local", "user", "valid-user", "group"]
      return lower != provider && names.contains(lower)
        ? MalformedRule("Require knows no \(provider): it is written \(lower)") : nil
    }
  }

  /// Returns the fault of what is behind `Allow from` or `Deny from`. What is no address is the name of a host.
  static func originFault(_ origins: some Sequence<String>) -> MalformedRule? {
    let wrong = origins.first { origin in
      let lower = origin.lowercased()
      guard lower != "all", !lower.hasPrefix("env="), !lower.hasPrefix("!env=") else { return false }
      return (origin.contains("/") || looksLikeAddress(origin)) && !isSubnet(origin)
    }
    return wrong.map { MalformedRule("\($0) is no address of the internet") }
  }

  // MARK: Addresses

  private static func looksLikeAddress(_ text: String) -> Bool {
    text.contains(":") || text.utf8.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
  }

  /// Returns true for an address, the start of one (`10.1`), or a network with its mask (`apr_ipsubnet_create`).
  private static func isSubnet(_ text: String) -> Bool {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let address = parts.first, looksLikeAddress(address) else { return false }
    let isOld = parses(address, AF_INET)
    let isNew = !isOld && parses(address, AF_INET6)
    guard parts.count == 2 else { return isOld || isNew || isStart(address) }
    guard isOld || isNew else { return false }
    if let bits = Int(parts[1]) { return (1...(isOld ? 32 : 128)).contains(bits) }
    return isOld && parses(parts[1], AF_INET)
  }

  private static func parses(_ text: String, _ family: Int32) -> Bool {
    var storage = in6_addr()
    return inet_pton(family, text, &storage) == 1
  }

  /// Returns true for the first numbers of an address, `10.` or `10.1`.
  private static func isStart(_ text: String) -> Bool {
    var numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    if numbers.count > 1, numbers.last?.isEmpty == true { numbers.removeLast() }
    return (1...4).contains(numbers.count)
      && numbers.allSatisfy { UInt8($0) != nil && $0.utf8.allSatisfy(ASCII.isDigit) }
  }
}
