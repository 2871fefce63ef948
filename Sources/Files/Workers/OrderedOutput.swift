/// Delivers what several threads make in the order in which it was asked for.
package final class OrderedOutput<Element: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let window: Int
  private let deliver: @Sendable (Element) -> Void
  /// Elements that wait for those before them, by number.
  private var waiting: [Int: Element] = [:]
  private var next = 0

  /// - Parameters:
  ///   - window: how many numbers one thread may be ahead of another, so that memory is bounded.
  ///   - deliver: called by one thread at a time.
  package init(window: Int, deliver: @escaping @Sendable (Element) -> Void) {
    self.window = window
    self.deliver = deliver
  }

  /// - Parameter number: counts from 0 without a gap.
  package func add(_ element: Element, at number: Int) {
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
