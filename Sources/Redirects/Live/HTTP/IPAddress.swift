internal import AutoTagTracking
internal import AutoTagWebURL
internal import Glibc

/// An address that a connection can be made to.
package enum IPAddress: Hashable, CustomStringConvertible {
  case v4(UInt32)
  case v6(UInt128)

  /// - Parameter address: a `sockaddr` of that many bytes.
  package init?(socketAddress address: UnsafeRawPointer, length: Int) {
    guard length >= MemoryLayout<sa_family_t>.size else { return nil }
    switch Int32(address.loadUnaligned(as: sa_family_t.self)) {
    case AF_INET:
      guard length >= MemoryLayout<sockaddr_in>.size else { return nil }
      self = .v4(UInt32(bigEndian: address.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr))
    case AF_INET6:
      guard length >= MemoryLayout<sockaddr_in6>.size,
        let offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr)
      else { return nil }
      self = .v6(UInt128(bigEndian: address.loadUnaligned(fromByteOffset: offset, as: UInt128.self)))
    default: return nil
    }
  }

  /// The IPv4 address inside an IPv6 one: mapped (`::ffff:a.b.c.d`), compatible, translated (`64:ff9b::`),
  /// or 6to4. What stands behind such an address is what the connection reaches.
  var embeddedIPv4: UInt32? {
    guard case .v6(let address) = self else { return nil }
    let last = UInt32(truncatingIfNeeded: address)
    switch address >> 32 {
    case 0xFFFF, 0x0064_FF9B_0000_0000_0000_0000: return last
    case 0 where last > 1: return last
    default: return address >> 112 == 0x2002 ? UInt32(truncatingIfNeeded: address >> 80) : nil
    }
  }

  var isLoopback: Bool {
    switch self {
    case .v4(let address): address >> 24 == 127
    case .v6(let address): address == 1 || embeddedIPv4.map { $0 >> 24 == 127 } ?? false
    }
  }

  /// True if the address is one of the public internet's, by IANA's registries of special-purpose addresses.
  package var isPublic: Bool {
    switch self {
    case .v4(let address):
      !Self.special4.contains { address >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
    case .v6(let address):
      if let embeddedIPv4 {
        IPAddress.v4(embeddedIPv4).isPublic
      } else {
        // 2000::/3 is all that is given out; in it 2001::/23 (protocols), 2001:db8::/32 and 3fff::/20
        // (documentation) are not.
        address >> 125 == 1 && address >> 105 != 0x2001_0000 >> 9 && address >> 96 != 0x2001_0DB8
          && address >> 108 != 0x3FFF0
      }
    }
  }

  private static let special4: [(prefix: UInt32, bits: UInt32)] = [
    (0x0000_0000, 8),  // this network
    (0x0A00_0000, 8),  // private
    (0x6440_0000, 10),  // carrier-grade NAT
    (0x7F00_0000, 8),  // loopback
    (0xA9FE_0000, 16),  // link-local, cloud metadata
    (0xAC10_0000, 12),  // private
    (0xC000_0000, 24),  // protocols
    (0xC000_0200, 24),  // documentation
    (0xC0A8_0000, 16),  // private
    (0xC612_0000, 15),  // benchmarks
    (0xC633_6400, 24),  // documentation
    (0xCB00_7100, 24),  // documentation
    (0xE000_0000, 3),  // multicast, reserved, broadcast
  ]

  package var description: String {
    switch self {
    case .v4(let address):
      (0..<4).map { String(address >> (24 - 8 * UInt32($0)) & 0xFF) }.joined(separator: ".")
    case .v6(let address):
      if address >> 32 == 0xFFFF {
        "::ffff:\(IPAddress.v4(UInt32(truncatingIfNeeded: address)))"
      } else {
        IPv6Address.text(of: address)
      }
    }
  }
}

/// The addresses that a host's name may lead to.
package enum AddressPolicy {
  case publicOnly
  /// `localhost`, which every system knows for its own.
  case publicAndLoopback
  /// The user named the address itself, or said that the name may lead anywhere.
  case any

  package func allows(_ address: IPAddress) -> Bool {
    switch self {
    case .publicOnly: address.isPublic
    case .publicAndLoopback: address.isPublic || address.isLoopback
    case .any: true
    }
  }
}
