package import SystemPackage

/// Processes elements on `jobs` threads, each with a worker of its own. With one job, runs on the calling thread without a
/// queue.
package struct WorkerPool<Element: Sendable, Worker>: Sendable {
  private let jobs: Int
  private let capacity: Int
  private let makeWorker: @Sendable (Int) -> Worker
  private let process: @Sendable (Element, inout Worker) -> Void
  private let finish: @Sendable (Worker) -> Void

  /// - Parameters:
  ///   - capacity: the most elements that wait for a worker; who adds one more waits.
  ///   - makeWorker: called once on each thread, with the thread's number from 0.
  ///   - finish: called on each thread when there are no more elements.
  package init(
    jobs: Int, capacity: Int, makeWorker: @escaping @Sendable (Int) -> Worker,
    process: @escaping @Sendable (Element, inout Worker) -> Void,
    finish: @escaping @Sendable (Worker) -> Void = { _ in }
  ) {
    self.jobs = jobs
    self.capacity = capacity
    self.makeWorker = makeWorker
    self.process = process
    self.finish = finish
  }

  /// Returns when all elements are processed.
  /// - Parameter produce: runs on the calling thread and gives each element to `emit`, which may wait.
  /// - Throws: `Errno.resourceTemporarilyUnavailable` where the system gives no thread; `produce` was not called then.
  package func run(_ produce: (_ emit: (Element) -> Void) -> Void) throws(Errno) {
    if jobs == 1 {
      var worker = makeWorker(0)
      produce { process($0, &worker) }
      finish(worker)
      return
    }
    let queue = BoundedQueue<Element>(capacity: capacity)
    let work: @Sendable (Int) -> Void = { number in
      var worker = makeWorker(number)
      while let element = queue.next() { process(element, &worker) }
      finish(worker)
    }
    try Threads.run(jobs, work) { (started) throws(Errno) in
      defer { queue.close() }
      guard started > 0 else { throw .resourceTemporarilyUnavailable }
      produce { queue.add($0) }
    }
  }
}

/// A queue between the thread that finds work and the threads that do it. Its bound keeps memory from growing with the
/// work.
private final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
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
