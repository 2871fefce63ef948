/// The conversions of some sources: their lines with states, and the sums.
package struct Conversions {
  package let sources: [ConversionSource]
  /// The sums by currency; the unknown one is last.
  package let totals: [CurrencyTotals]
  /// The sums of each file, by file and currency.
  package let sourceTotals: [SourceTotals]
  /// The greatest commission first, by currency.
  package let advertisers: [AdvertiserTotals]
  /// The clicks and sales by u1, which are no lines of orders, summed by currency.
  package let activity: [ActivityTotals]
  /// The findings by code, without those that the baseline knows.
  package internal(set) var findings: [ConversionCode: Int]
  /// The number of findings that the baseline knows.
  package internal(set) var inBaseline = 0
  /// Their fingerprints in the baseline.
  var known: Set<String> = []

  let reading: SourceReading
  /// The findings that are said once for a file.
  let folds: [Fold]
  let related: RelatedLines

  /// Reads sources. The result does not depend on their order.
  /// - Parameter meter: told of what is read.
  /// - Throws: where sums or memory are at their end. A source that cannot be read is told of in its `problem`.
  package static func read(
    _ inputs: [ConversionInput], _ options: ConversionOptions, meter: ReadingMeter? = nil
  ) throws(ConversionsError) -> Conversions {
    let inputs = inputs.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
    guard inputs.count < UInt16.max else {
      throw ConversionsError("there are more than 65,534 files: name fewer")
    }
    var reading = SourceReading(options)
    var sources: [ConversionSource] = []
    // The sources by their contents; failures have a list for each digest, as they are told apart by path.
    var known: [ContentDigest?: [Int]] = [:]
    for (index, input) in inputs.enumerated() {
      let start = reading.begin(UInt16(index))
      do throws(Ledger.Full) {
        var source = try SourceReader(input: input, options: options, meter: meter).read(into: &reading)
        let same = known[source.digest]?.first { source.isSame(as: sources[$0]) }
        if let same {
          reading.takeBack(to: start)
          source.repeats(sources[same])
        } else {
          known[source.digest, default: []].append(index)
        }
        sources.append(source)
        meter?.finishFile()
      } catch {
        throw ConversionsError("the sources hold more than 4 GB of ids: give fewer at a time")
      }
    }
    meter?.begin(.counting)
    let related = reading.ledger.applyRules(options)
    if let known = options.links?.known { reading.ledger.markUnknownSubids(known) }
    return try Conversions(sources, consume reading, related)
  }

  private init(
    _ sources: [ConversionSource], _ reading: consuming SourceReading, _ related: RelatedLines
  ) throws(ConversionsError) {
    var reading = reading
    var sources = sources
    if let overflow = reading.overflow {
      throw .overflow(sources[Int(overflow.file)].path, overflow.line)
    }
    var count = ConversionCount(reading.ledger, sources: sources)
    try count.countOrders(&reading.ledger)
    let folds = reading.madeFolds()
    try count.countLines(reading, folds)
    try count.countActivity(reading, &sources)
    self.sources = sources
    self.reading = reading
    self.related = related
    self.folds = folds
    totals = count.sortedTotals
    sourceTotals = count.sortedSourceTotals
    advertisers = count.sortedAdvertisers
    activity = count.sortedActivity
    findings = count.findings
  }

  /// The number of lines that were read of a source, understood or not.
  func lines(of source: Int) -> Int {
    sourceTotals.filter { $0.source == source }.reduce(reading.activity.count { Int($0.file) == source }) {
      $0 + $1.sums.all.lines
    }
  }

  /// The advertisers, by MID, that have sales in a report of clicks by u1.
  package var sellingByClicks: Set<String> {
    Set(
      reading.activity.filter { $0.sales != 0 || $0.commission != 0 }.map {
        reading.ledger.arena.exact($0.advertiser)
      })
  }

  /// The worst severity of all findings; `nil` where there is none.
  package var worst: ConversionCode.Severity? { findings.keys.map(\.severity).max() }

  package func count(_ severity: ConversionCode.Severity) -> Int {
    findings.reduce(0) { $0 + ($1.key.severity == severity ? $1.value : 0) }
  }
}
