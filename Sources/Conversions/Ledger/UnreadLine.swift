/// A line that was not understood, which the ledger has too, so that its records and the sums are of the same lines.
struct UnreadLine {
  let code: ConversionCode
  let file: UInt16
  let line: UInt32
  /// The index of its currency.
  let currency: UInt16
  /// The amounts; `nil` for those that were not understood.
  let sales: Amount?
  let commission: Amount?
}
