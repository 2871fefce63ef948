internal import Glibc

/// A mutex with a condition, for threads that wait for each other; `Mutex` of the standard library has no condition.
package final class Monitor: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  package func withLock<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return body()
  }

  /// Gives the lock back until `wakeAll`. Called with the lock held.
  package func wait() { pthread_cond_wait(condition, mutex) }

  /// Gives the lock back until `wakeAll`, or for that long. Called with the lock held.
  package func wait(atMost duration: Duration) {
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    let nanoseconds = until.tv_nsec + duration.milliseconds % 1000 * 1_000_000
    until.tv_sec += duration.milliseconds / 1000 + nanoseconds / 1_000_000_000
    until.tv_nsec = nanoseconds % 1_000_000_000
    pthread_cond_timedwait(condition, mutex, &until)
  }

  package func wakeAll() { pthread_cond_broadcast(condition) }
}

extension Duration {
  /// Fifty years: a longer duration is cut, so that no sum or product of milliseconds overflows.
  private static let longest = Duration.seconds(50 * 365 * 86_400)

  /// Whole milliseconds, of at most fifty years in either direction.
  package var milliseconds: Int {
    // Not even the seconds of every duration are a number.
    let (seconds, attoseconds) = min(max(self, .zero - Self.longest), Self.longest).components
    return Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
  }
}
