/// Which addresses a host's name may lead to.
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
