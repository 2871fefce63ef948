import AutoTagRedirects
import Glibc
import Testing

struct AddressPolicyTests {
  /// Returns an address by way of the system's own parser.
  static func address(_ text: String) throws -> IPAddress {
    var hints = addrinfo()
    hints.ai_flags = AI_NUMERICHOST
    var list: UnsafeMutablePointer<addrinfo>?
    try #require(getaddrinfo(text, nil, &hints, &list) == 0, "\(text)")
    defer { freeaddrinfo(list) }
    let first = try #require(list?.pointee)
    return try #require(
      IPAddress(socketAddress: UnsafeRawPointer(first.ai_addr), length: Int(first.ai_addrlen)))
  }

  @Test(arguments: [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.19.255.255", "198.51.100.1",
    "203.0.113.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fec0::1", "fc00::1",
    "fd12:3456::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::", "2001::1",
    "2001:db8::1", "3fff::1", "100::1",
  ])
  func privateOnes(text: String) throws {
    let address = try Self.address(text)
    #expect(!address.isPublic)
    #expect(!AddressPolicy.publicOnly.allows(address))
    #expect(AddressPolicy.any.allows(address))
  }

  @Test(arguments: [
    "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "198.17.255.255",
    "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1",
    "2002:101:101::", "2a00:1450::1", "3fff:1000::1",
  ])
  func publicOnes(text: String) throws {
    #expect(try Self.address(text).isPublic)
  }

  @Test func localhostMeansLoopbackAndNoOtherPrivateAddress() throws {
    for (text, isAllowed) in [
      ("127.0.0.1", true), ("::1", true), ("::ffff:127.0.0.1", true), ("1.1.1.1", true), ("10.0.0.1", false),
      ("169.254.169.254", false), ("::2", false),
    ] {
      #expect(AddressPolicy.publicAndLoopback.allows(try Self.address(text)) == isAllowed, "\(text)")
    }
  }

  @Test func addressesAreWrittenAsPeopleReadThem() throws {
    for text in ["10.1.2.3", "::1", "::ffff:10.0.0.1", "2001:db8:0:1::5", "fe80::1"] {
      #expect(try Self.address(text).description == text)
    }
  }
}
