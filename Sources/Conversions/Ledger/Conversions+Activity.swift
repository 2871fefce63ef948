extension Conversions {
  /// The sums of each report of clicks by u1, by file and currency. A report that is another one again is left out.
  package var activityOfSources: [(source: Int, totals: ActivityTotals)] {
    var all: [FileCurrency: ActivityTotals] = [:]
    let currencies = reading.ledger.currencies
    for line in reading.activity where !sources[Int(line.file)].isRepeated {
      let place = FileCurrency(file: line.file, currency: line.currency)
      var totals = all[place] ?? ActivityTotals(currency: currencies[Int(line.currency)])
      // The sum of all files fitted; that of one, of numbers of both signs, may show as what was added so far.
      _ = totals.sums.add(
        sales: Amount(millionths: line.sales), commission: Amount(millionths: line.commission))
      totals.clicks += Int(line.clicks)
      all[place] = totals
    }
    return all.map { (source: Int($0.key.file), totals: $0.value) }
      .sorted { ($0.source, $0.totals.currency) < ($1.source, $1.totals.currency) }
  }
}
