/// The scale of a chart: from the least to the greatest value, 0 among them, with lines at round numbers.
struct ValueScale {
  struct Tick {
    let value: Int128
    let text: String
  }

  let ticks: [Tick]
  private let least: Int128
  private let greatest: Int128

  /// The spaces between lines that are wanted at least.
  private static let spaces: Int128 = 3

  init(_ values: [Int64], text: (Int64) -> String) {
    let low = Int128(min(0, values.min() ?? 0))
    let high = Int128(max(0, values.max() ?? 0))
    let step = Self.step(high - low)
    let (first, last) = (-((-low + step - 1) / step), (high + step - 1) / step)
    (least, greatest) = (first * step, last * step)
    ticks = (first...last).map { number in
      // The last line may be beyond what an amount can be.
      Tick(value: number * step, text: Int64(exactly: number * step).map(text) ?? "")
    }
  }

  /// The greatest of 1, 2, 5, 10, 20 … that leaves the wanted spaces.
  private static func step(_ range: Int128) -> Int128 {
    var power: Int128 = 1
    while power * 10 * spaces <= range { power *= 10 }
    return [5, 2].map { $0 * power }.first { $0 * spaces <= range } ?? power
  }

  /// Returns how far below the top a value is, in parts of a height.
  func distance(fromTop value: Int128, of height: Int) -> Int {
    guard greatest > least else { return height }
    return Int((greatest - value) * Int128(height) / (greatest - least))
  }
}
