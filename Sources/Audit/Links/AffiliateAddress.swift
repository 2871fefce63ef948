package import AutoTagTracking
internal import AutoTagWebURL

/// The parts of an affiliate address, by the shapes of Rakuten Advertising's click links: publisher help, “Link Code”
/// and “Create Deep Links Outside the Dashboard”.
///
/// | kind | shape |
/// | --- | --- |
/// | click | `/fs-bin/click?id=…&offerid=…`, and the older `/fs-bin/stat?id=…&offerid=…&RD_PARM1=…` |
/// | deep link | `/deeplink?id=…&mid=…&murl=…` |
/// | product link | `/link?id=…&offerid=…&type=…`, with `murl=…` too |
///
/// Letters in paths and names count as they are. Of a parameter that is repeated the first counts.
package struct AffiliateAddress: Sendable, Hashable {
  package private(set) var kind: AuditedLink.Kind

  /// The publisher's code, percent-decoded; `nil` where it is not there or empty, as with the others.
  package let id: String?

  /// The advertiser's number.
  package let mid: String?

  package let offerid: String?

  /// The destination in `murl`, percent-decoded; in a `stat` link `RD_PARM1`, which is sometimes encoded twice on
  /// purpose.
  package let destination: String?

  /// - Parameters:
  ///   - address: such as an `href`, its character references decoded.
  ///   - group: whose address it is. Other networks' parameters mean other things and are not read.
  package init(_ address: String, of group: TrackingGroup) {
    self.init(LinkText(address, shownAs: 0..<0), of: group)
  }

  /// - Parameter isAtHost: whether the address is known to be at one of the group's hosts; without it the
  ///   address has to name the host itself.
  init(_ address: LinkText, of group: TrackingGroup, isAtHost: Bool = false) {
    guard group.isRakuten, isAtHost || address.names(group), let shape = Self.shape(of: address) else {
      (kind, id, mid, offerid, destination) = (.other, nil, nil, nil, nil)
      return
    }
    func value(_ name: String) -> String? {
      guard let value = address.parameter(name)?.value, !value.isEmpty else { return nil }
      return address.decodedText(value)
    }
    kind = shape.kind
    id = value("id")
    mid = value("mid")
    offerid = value("offerid")
    destination = shape.isStat ? value("RD_PARM1").map(Self.decodedAgain) : value("murl")
  }

  /// An address of which nothing is known but the host.
  static let unknown = AffiliateAddress("", of: .rakuten)

  /// The same, of the link that redirects lead there.
  var behindRedirects: AffiliateAddress {
    var address = self
    address.kind = .redirect
    return address
  }

  private static func shape(of address: LinkText) -> (kind: AuditedLink.Kind, isStat: Bool)? {
    var path = address.decodedText(address.path)
    if path.utf8.contains(UInt8(ascii: "\\")) { path = path.replacing("\\", with: "/") }
    return switch path.utf8.first == UInt8(ascii: "/") ? path : "/" + path {
    case "/fs-bin/click": (.click, false)
    case "/fs-bin/stat": (.click, true)
    case "/deeplink": (.deepLink, false)
    case "/link": (.productLink, false)
    default: nil
    }
  }

  private static func decodedAgain(_ destination: String) -> String {
    guard EncodedAddress(destination) == .once else { return destination }
    return EncodedAddress.decoded(destination)
  }
}

extension LinkText {
  /// True if the address leads to one of the group's hosts by itself.
  fileprivate func names(_ group: TrackingGroup) -> Bool {
    guard let url = URLOrigin(bytes.span, relativeTo: .unknownPage) else { return false }
    return LinkClassifier(groups: [group]).group(hosting: url) != nil
  }
}
