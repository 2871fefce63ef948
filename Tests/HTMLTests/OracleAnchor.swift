import AutoTagHTML
import Foundation

/// The values of an anchor, in a form in which an oracle's and the reader's can be compared.
struct OracleAnchor: Hashable, CustomStringConvertible {
  var href: String?
  var rel: String?
  var trackingGroup: String?

  var description: String {
    "[\(href ?? "-") \(rel ?? "-") \(trackingGroup ?? "-")]"
  }
}

extension OracleAnchor: Decodable {
  private enum CodingKeys: String, CodingKey {
    case href, rel
    case trackingGroup = "data-tracking-group"
  }

  /// Decodes an object with the attributes' names, or a list of the three values.
  init(from decoder: any Decoder) throws {
    if var list = try? decoder.unkeyedContainer() {
      href = try list.decode(String?.self)
      rel = try list.decode(String?.self)
      trackingGroup = try list.decode(String?.self)
    } else {
      let object = try decoder.container(keyedBy: CodingKeys.self)
      href = try object.decode(String?.self, forKey: .href)
      rel = try object.decode(String?.self, forKey: .rel)
      trackingGroup = try object.decode(String?.self, forKey: .trackingGroup)
    }
  }

  init(_ link: Link) {
    self.init(href: link.href, rel: link.rel, trackingGroup: link.trackingGroup)
  }

  /// Returns all links of a page, in the order of its bytes.
  static func all(in page: [UInt8], by reader: LinkReader) throws -> [OracleAnchor] {
    try reader.links(of: page.span) { _, _, _ in true }.links.map(OracleAnchor.init)
  }
}

/// Returns the bytes of a page that an oracle printed in hexadecimal.
func bytes(ofHexadecimal text: String) -> [UInt8] {
  var bytes: [UInt8] = []
  var high: UInt8?
  for digit in text.utf8 {
    let value = digit <= UInt8(ascii: "9") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    if let first = high { bytes.append(first << 4 | value) }
    high = high == nil ? value : nil
  }
  return bytes
}
