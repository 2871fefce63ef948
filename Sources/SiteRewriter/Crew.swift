internal import Workers

/// Does the same work on the batches of a walk, with so many workers: a single one in the walk's own thread, where
/// nobody waits for anybody, several on threads of their own behind a queue.
struct Crew<Worker>: Sendable {
  /// Batches between the walk and the workers.
  static var queuedBatches: Int { 64 }

  let jobs: Int
  /// Given the worker's number, from 0.
  let hire: @Sendable (Int) -> Worker
  let handle: @Sendable (FileBatch, inout Worker) -> Void
  let dismiss: @Sendable (Worker) -> Void

  /// - Parameter walk: gives each batch to what it is given.
  func run(_ walk: (_ emit: (FileBatch) -> Void) -> Void) throws(SiteError) {
    if jobs == 1 {
      var worker = hire(0)
      walk { handle($0, &worker) }
      dismiss(worker)
      return
    }
    let queue = BoundedQueue<FileBatch>(capacity: Self.queuedBatches)
    let work: @Sendable (Int) -> Void = { number in
      var worker = hire(number)
      while let batch = queue.next() { handle(batch, &worker) }
      dismiss(worker)
    }
    try Threads.run(jobs, work) { (started) throws(SiteError) in
      defer { queue.close() }
      guard started > 0 else {
        throw SiteError("the system gives no thread to work with: end other programs, or raise ulimit -u")
      }
      walk { queue.add($0) }
    }
  }
}
