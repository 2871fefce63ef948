internal import AutoTagHTML
internal import AutoTagSite
internal import AutoTagTracking

extension PageSurvey {
  /// Adds the addresses of a page that is no HTML by its name which are no link's and in no other place that is told of.
  mutating func addText(_ addresses: [AddressSearch.Address], besides records: [LinkRecord]) {
    let known = hiddenLinks.map(\.range) + records.map(\.link.hrefRange)
    for address in addresses where !known.contains(where: { $0.overlaps(address.range) }) {
      hiddenLinks.append(.init(range: address.range, container: .text, group: address.group))
    }
  }
}
