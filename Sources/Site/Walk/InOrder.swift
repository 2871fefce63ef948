internal import AutoTagFiles

/// Brings what several threads make into the order in which it was asked for.
final class InOrder<Element: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let window: Int
  private let deliver: @Sendable (Element) -> Void
  /// What waits for that before it.
  private var waiting: [Int: Element] = [:]
  private var next = 0

  /// - Parameter window: how far one thread may be ahead of another, so that memory is bounded.
  init(window: Int, deliver: @escaping @Sendable (Element) -> Void) {
    self.window = window
    self.deliver = deliver
  }

  /// - Parameter number: counts from 0 without a gap.
  func add(_ element: Element, at number: Int) {
    monitor.withLock {
      // The thread with the oldest element never waits here, so the others do not wait for ever.
      while number >= next + window { monitor.wait() }
      waiting[number] = element
      while let element = waiting.removeValue(forKey: next) {
        deliver(element)
        next += 1
      }
      monitor.wakeAll()
    }
  }
}
