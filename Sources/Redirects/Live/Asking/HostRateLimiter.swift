internal import AutoTagFiles

/// Lets only so many requests to one host through at the same time, none while the host asked for a pause, and
/// none at all once it has shown that it does not answer.
final class HostRateLimiter: @unchecked Sendable {
  private struct Host {
    var active = 0
    var closedUntil: ContinuousClock.Instant?
    var silentInARow = 0
  }

  /// After so many addresses in a row without any answer the rest of a host's is not asked: a thousand links
  /// to a dead server would take hours to time out one by one.
  static let silentLimit = 5

  private let monitor = Monitor()
  private let perHost: Int
  private var hosts: [String: Host] = [:]

  init(perHost: Int) {
    self.perHost = max(1, perHost)
  }

  /// Waits for a place, and gives it back after `body`.
  /// - Returns: `nil` when the host is given up.
  func pass<Result>(_ name: String, _ body: () -> Result) -> Result? {
    let mayPass = monitor.withLock {
      while true {
        let host = hosts[name, default: Host()]
        if host.silentInARow >= Self.silentLimit { return false }
        if let until = host.closedUntil, until > .now {
          monitor.wait(atMost: ContinuousClock.now.duration(to: until) + .milliseconds(1))
        } else if host.active >= perHost {
          monitor.wait()
        } else {
          hosts[name, default: Host()].active += 1
          return true
        }
      }
    }
    guard mayPass else { return nil }
    defer {
      monitor.withLock {
        hosts[name, default: Host()].active -= 1
        monitor.wakeAll()
      }
    }
    return body()
  }

  /// The host asked for a pause: no address of it is asked before its end.
  func close(_ name: String, for pause: Duration) {
    monitor.withLock {
      let until = ContinuousClock.now.advanced(by: pause)
      let before = hosts[name]?.closedUntil
      hosts[name, default: Host()].closedUntil = before.map { max($0, until) } ?? until
    }
  }

  /// An address was asked as often as may be: did the host say anything?
  func note(_ name: String, answered: Bool) {
    monitor.withLock {
      if answered {
        hosts[name, default: Host()].silentInARow = 0
      } else {
        hosts[name, default: Host()].silentInARow += 1
      }
      monitor.wakeAll()
    }
  }
}
