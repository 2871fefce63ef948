import Glibc

/// The processor time of some work at one size and at four times that size.
///
/// It is that of the calling thread, the least of three attempts. Unlike time on the clock it does not grow if other
/// processes keep the thread waiting.
public struct LinearWork: CustomStringConvertible, Sendable {
  /// Nanoseconds of processor time.
  let small, large: Int

  /// - Parameter work: given the size; all on the calling thread.
  public init<Failure: Error>(from size: Int, _ work: (Int) throws(Failure) -> Void) throws(Failure) {
    small = try Self.processorTime { () throws(Failure) in try work(size) }
    large = try Self.processorTime { () throws(Failure) in try work(4 * size) }
  }

  /// Measures work on the calling thread.
  /// - Returns: nanoseconds of processor time.
  public static func processorTime<Failure: Error>(
    of work: () throws(Failure) -> Void
  ) throws(Failure) -> Int {
    var least = Int.max
    for _ in 0..<3 {
      let start = now
      try work()
      least = min(least, now - start)
    }
    return least
  }

  /// - Parameters:
  ///   - small: the processor time that a program took, in seconds.
  ///   - large: the same of four times the work.
  public init(small: Double, large: Double) {
    self.small = Int(small * 1e9)
    self.large = Int(large * 1e9)
  }

  /// True if four times the size took less than twelve times as long; quadratic work takes sixteen times. Less than a
  /// quarter of a second is too short to decide, and passes.
  public var isLinear: Bool { large < max(small * 12, 250_000_000) }

  public var description: String { "\(small / 1000) µs and \(large / 1000) µs for four times as much" }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
