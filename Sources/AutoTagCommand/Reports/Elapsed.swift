/// A time span as people and as programs read it.
package enum Elapsed {
  /// “0.03 s”, “12.5 s”, “3 min 20 s”.
  package static func text(_ duration: Duration) -> String {
    let hundredths = duration.hundredths
    if hundredths < 1_000 { return "\(hundredths / 100).\(twoDigits(hundredths % 100)) s" }
    if hundredths < 6_000 { return "\(hundredths / 100).\(hundredths / 10 % 10) s" }
    return "\(hundredths / 6_000) min \(hundredths / 100 % 60) s"
  }

  /// Seconds with three decimals, as a JSON number.
  package static func seconds(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let thousandths = String(attoseconds / 1_000_000_000_000_000)
    return "\(seconds).\(String(repeating: "0", count: 3 - thousandths.count))\(thousandths)"
  }

  private static func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

extension Duration {
  fileprivate var hundredths: Int64 {
    components.seconds * 100 + components.attoseconds / 10_000_000_000_000_000
  }
}
