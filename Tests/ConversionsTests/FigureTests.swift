import AutoTagReportPage
import Testing

@Suite("charts")
struct FigureTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let values: [Int64]
    /// The heights of the columns with the pixel at their top; nothing for a value of 0.
    let columns: [String]
    let axis: [String]
    var testDescription: String { "\(values)" }

    init(_ values: [Int64], _ columns: [String], axis: [String]) {
      (self.values, self.columns, self.axis) = (values, columns, axis)
    }
  }

  static let charts = [
    Case(
      [100, 50, 0], ["positive 10+200", "positive 110+100"], axis: ["0", "20", "40", "60", "80", "100"]),
    // Below the axis, which stands at the same height for all.
    Case([10, -10], ["positive 10+100", "negative 110+100"], axis: ["-10", "-5", "0", "5", "10"]),
    Case([-30], ["negative 10+200"], axis: ["-30", "-20", "-10", "0"]),
    // The smallest amount is seen.
    Case([1_000_000, 1, -1], ["positive 43+166", "positive 208+1", "negative 209+1"], axis: []),
    Case([7], ["positive 35+175"], axis: ["0", "2", "4", "6", "8"]),
    Case([0, 0], [], axis: ["0"]), Case([1], ["positive 10+200"], axis: ["0", "1"]),
    Case([.max, .min], ["positive 10+92", "negative 110+92"], axis: []),
  ]

  @Test("columns are as high as their values, and lines are at round numbers", arguments: charts)
  func columns(one: Case) {
    let html = ColumnChart(
      "name", one.values.map { ColumnChart.Column(label: "l", title: "t", value: $0) }, text: { String($0) }
    ).html
    let found = html.matches(
      of: /class="(positive|negative)" x="[0-9.]+%" width="[0-9.]+%" y="([0-9]+)" height="([0-9]+)"/
    )
    .map { "\($0.1) \($0.2)+\($0.3)" }
    let axis = html.matches(of: /<text x="[0-9]+" y="[0-9]+">([^<]*)<\/text>/).map { String($0.1) }
    if one.axis.isEmpty {
      #expect(found.count == one.columns.count)
    } else {
      #expect(found == one.columns)
      #expect(axis == one.axis)
    }
  }

  @Test(
    "columns stand beside each other in their places, and none is wider than it looks well",
    arguments: [1, 2, 7, 31, 92])
  func widths(count: Int) throws {
    let html = ColumnChart(
      "name", (0..<count).map { ColumnChart.Column(label: "\($0) Oct", title: "t", value: 1) },
      text: { String($0) }
    ).html
    let found = html.matches(of: /class="positive" x="([0-9.]+)%" width="([0-9.]+)%"/).compactMap { match in
      Double(match.1).flatMap { x in Double(match.2).map { (x, $0) } }
    }
    #expect(found.count == count)
    for (one, next) in zip(found, found.dropFirst()) { #expect(one.0 + one.1 < next.0) }
    for (x, width) in found { #expect(x > 0 && x + width < 100 && width <= 6) }
    let labels = html.matches(of: /<text( class="if-wide")? x="[0-9.]+%"/)
    #expect((1...10).contains(labels.count))
    #expect((1...4).contains(labels.count { $0.1 == nil }))
  }

  static let barLines: [(values: [Int64], value: Int64, faulty: Int64, rects: [String])] = [
    ([100, 50], 50, 0, ["positive 0+500"]), ([100, 50], 100, 25, ["positive 0+750", "faulty 750+250"]),
    ([100, -100], -100, 0, ["negative 0+500"]), ([100, -100], 50, 0, ["positive 500+250"]),
    ([100], 0, 0, []), ([100], 100, 200, ["positive 0+1000"]), ([.max, 1], 1, 0, ["positive 0+1"]),
    ([.min, 1], 1, 0, ["positive 999+1"]), ([.max, -1], -1, 0, ["negative 0+1"]),
  ]

  @Test("bars of rows begin at a common zero", arguments: barLines)
  func bars(values: [Int64], value: Int64, faulty: Int64, rects: [String]) {
    let html = BarLine(values).html(value, faulty: faulty)
    let found = html.matches(of: /class="(positive|negative|faulty)" x="([0-9]+)" y="0" width="([0-9]+)"/)
      .map { "\($0.1) \($0.2)+\($0.3)" }
    #expect(found == rects)
  }
}
