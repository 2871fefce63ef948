/// Pages of one site load AnyTrack's tag with different property ids. A finding of the site: no page shows it
/// alone.
enum AnyTrackPropertiesDiffer {
  static let rule = AuditRule(
    "anytrack-properties-differ", "pages load AnyTrack's tag with different property ids", .warning,
    why: "Each AnyTrack property counts for itself, so that clicks and sales of one site end up in several "
      + "reports. As a rule one of the ids is left over from a copied template.",
    fix: "Use one property's tag on all pages.")
}
