internal import Glibc

/// Runs the same work on several threads of their own: file access and waiting for a server block, and Swift's
/// concurrency pool is not to be blocked.
package enum Threads {
  private final class Start: Sendable {
    let index: Int
    let body: @Sendable (Int) -> Void

    init(index: Int, body: @escaping @Sendable (Int) -> Void) {
      self.index = index
      self.body = body
    }
  }

  /// The most threads that are started. More would only wait for each other, and take from other programs.
  package static let most = 512

  /// Starts `count` threads, at most `most`, runs `meanwhile` on the caller's, and returns when all have ended. Where
  /// the system gives fewer threads, `meanwhile` is told.
  /// - Parameters:
  ///   - count: none are started for 0 and for what is less.
  ///   - body: given the thread's number, from 0.
  package static func run<Failure: Error>(
    _ count: Int, _ body: @escaping @Sendable (Int) -> Void,
    meanwhile: (_ started: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var threads: [pthread_t] = []
    for index in 0..<min(max(0, count), most) {
      var thread = pthread_t()
      let start = Unmanaged.passRetained(Start(index: index, body: body))
      let status = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
          start.body(start.index)
          return nil
        }, start.toOpaque())
      guard status == 0 else {
        start.release()
        break
      }
      threads.append(thread)
    }
    defer { for thread in threads { pthread_join(thread, nil) } }
    try meanwhile(threads.count)
  }
}
