internal import AutoTagFiles

/// Processes the batches of a walk on `jobs` threads. With one job, runs on the calling thread without a queue.
struct WorkerPool<Worker>: Sendable {
  let jobs: Int
  /// Called once on each thread, with the thread's number from 0.
  let makeWorker: @Sendable (Int) -> Worker
  let process: @Sendable (FileBatch, inout Worker) -> Void
  /// Called on each thread when there are no more batches.
  var finish: @Sendable (Worker) -> Void = { _ in }

  /// - Parameter walk: gives each batch to the closure that it is given.
  func run(_ walk: (_ emit: (FileBatch) -> Void) -> Void) throws(SiteError) {
    if jobs == 1 {
      var worker = makeWorker(0)
      walk { process($0, &worker) }
      finish(worker)
      return
    }
    let queue = BoundedQueue<FileBatch>(capacity: FileBatch.mostQueued)
    let work: @Sendable (Int) -> Void = { number in
      var worker = makeWorker(number)
      while let batch = queue.next() { process(batch, &worker) }
      finish(worker)
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
