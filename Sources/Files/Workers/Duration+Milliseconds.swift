extension Duration {
  /// Fifty years: what lasts longer is cut, so that no sum or product of milliseconds overflows.
  private static let longest = Duration.seconds(50 * 365 * 86_400)

  /// Whole milliseconds, of at most fifty years in either direction.
  package var milliseconds: Int {
    // Not even the seconds of every duration are a number.
    let (seconds, attoseconds) = min(max(self, .zero - Self.longest), Self.longest).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
