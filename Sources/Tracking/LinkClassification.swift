/// Whose link a link is.
package enum LinkClassification: Sendable, Hashable {
  /// No tracking group's.
  case unrelated
  /// The group's, and it can be edited.
  case affiliate(TrackingGroup, by: LinkEvidence)
  /// Nobody's, because its `data-tracking-group` names something else although it leads to a host of the
  /// group: `named` is that name, trimmed.
  case contradiction(TrackingGroup, named: String)
  /// Marked by its author as the group's, and of a kind that is never edited.
  case uneditable(TrackingGroup, by: LinkEvidence, UneditableReason)
}

/// What shows that a link is a tracking group's.
package enum LinkEvidence: String, Sendable, Hashable {
  /// `data-tracking-group` names the group.
  case attribute
  /// `rel` holds the group's name.
  case rel
  /// The URL leads to one of the group's hosts.
  case host
}
