/// The subject of a finding.
enum FindingSubject {
  /// The index of a line of the ledger.
  case line(Int)
  /// An order, by the index of the first of its lines that have the code.
  case order(Int)
  case remark(SourceRemark)
  case fold(Fold)
  case activity(StoredActivity)
}
