internal import AutoTagFiles

/// Hands work from the one thread that finds it to the threads that do it. It holds only so much: memory
/// does not grow with the site.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let monitor = Monitor()
  private let capacity: Int
  private var elements: [Element] = []
  private var first = 0
  private var isClosed = false

  init(capacity: Int) {
    self.capacity = capacity
  }

  /// Waits while the queue is full.
  func add(_ element: Element) {
    monitor.withLock {
      while elements.count - first >= capacity { monitor.wait() }
      if first > capacity {
        elements.removeFirst(first)
        first = 0
      }
      elements.append(element)
      monitor.wakeAll()
    }
  }

  /// No more will come.
  func close() {
    monitor.withLock {
      isClosed = true
      monitor.wakeAll()
    }
  }

  /// Waits for the next element; `nil` when there will be none.
  func next() -> Element? {
    monitor.withLock {
      while first == elements.count {
        if isClosed { return nil }
        monitor.wait()
      }
      defer { first += 1 }
      if elements.count - first == capacity { monitor.wakeAll() }
      return elements[first]
    }
  }
}
