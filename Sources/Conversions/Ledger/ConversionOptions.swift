/// The settings of a reading of conversions.
package struct ConversionOptions: Sendable {
  /// The currency of amounts whose source has no column for it.
  package var currency: Currency?
  /// The zone of dates that do not name theirs.
  package var zone = ReportTimeZone.utc
  package var dateOrder = DateText.Order.mdy
  package var events = EventMapping()
  /// The texts that a tag replaces by a click id.
  package var tokens = ["--CLICK-ID--"]
  /// The values that the site's links carry in u1.
  package var filling = LinkFilling.anyTrack
  /// The path of requests in access logs that are postbacks; `nil` takes every request whose query has `is_event`.
  package var postbackPath: String?
  /// True if twins are flagged and counted all the same.
  package var countsTwins = false
  /// The last moment, in seconds since 1970, that a sale may be of without a word about it.
  package var latest = UInt32.max
  /// The facts about the site's links; `nil` where no site was read.
  package var links: LinkFacts?

  package init() {}
}
