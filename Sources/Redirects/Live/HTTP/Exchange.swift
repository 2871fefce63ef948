internal import Glibc

/// The data that libcurl hands over during one request.
final class Exchange {
  private let policy: AddressPolicy
  private let limits: HTTPLimits
  private let keepsBody: Bool

  private(set) var status: Int?
  private(set) var fields: [(name: String, value: [UInt8])] = []
  private(set) var headIsComplete = false
  private(set) var headIsTooLong = false
  private(set) var body: [UInt8] = []
  /// An address that the policy refused.
  private(set) var refusedAddress: String?
  private var headLength = 0

  init(policy: AddressPolicy, limits: HTTPLimits, keepsBody: Bool) {
    self.policy = policy
    self.limits = limits
    self.keepsBody = keepsBody
  }

  func allows(_ address: UnsafeRawPointer, length: Int) -> Bool {
    guard let ip = IPAddress(socketAddress: address, length: length) else { return false }
    if policy.allows(ip) { return true }
    refusedAddress = ip.description
    return false
  }

  /// Takes one line of the head.
  /// - Returns: whether more is wanted.
  func receiveHead(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // What follows a body is a trailer.
    guard !headIsComplete else { return true }
    headLength += bytes.count
    guard headLength <= limits.head else {
      headIsTooLong = true
      return false
    }
    var line = Array(bytes)
    while line.last == 0x0A || line.last == 0x0D { line.removeLast() }
    if line.starts(with: "HTTP/".utf8) {
      // A new head: the one before it was informational.
      fields = []
      let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2)
      status = words.count > 1 ? Int(String(decoding: words[1], as: UTF8.self)) : nil
      return true
    }
    if line.isEmpty {
      if let status, status >= 200 { headIsComplete = true }
      return true
    }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
    let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    fields.append((name, Array(value)))
    return true
  }

  /// - Returns: whether more is wanted.
  func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard keepsBody, let status, (200..<300).contains(status) else { return false }
    body += bytes.prefix(limits.body - body.count)
    return body.count < limits.body
  }
}
