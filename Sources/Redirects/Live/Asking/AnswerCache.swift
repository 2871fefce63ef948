internal import AutoTagFiles

/// Has each address asked once: who wants one that is being asked waits for the answer.
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
