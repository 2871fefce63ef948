internal import AutoTagFiles

/// A cache that has each key asked once: a thread that wants an answer which is being fetched waits for it.
final class AnswerCache<Key: Hashable & Sendable, Answer: Sendable>: @unchecked Sendable {
  private enum State {
    case asking
    case known(Answer)
  }

  private let monitor = Monitor()
  private var states: [Key: State] = [:]

  func answer(_ key: Key, _ ask: () -> Answer) -> Answer {
    let known: Answer? = monitor.withLock {
      while let state = states[key] {
        switch state {
        case .known(let answer): return answer
        case .asking: monitor.wait()
        }
      }
      states[key] = .asking
      return nil
    }
    if let known { return known }
    let answer = ask()
    monitor.withLock {
      states[key] = .known(answer)
      monitor.wakeAll()
    }
    return answer
  }
}
