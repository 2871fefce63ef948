/// The subject of a finding.
enum FindingSubject {
  /// The index of a line of the ledger.
  case line(Int)
  case remark(SourceRemark)
  case fold(Fold)
  case activity(StoredActivity)
}
