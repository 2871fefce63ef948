internal import AutoTagFiles

/// A limiter that lets through a bounded number of requests to one host at the same time, none while the host asked
/// for a pause, and none at all once it has shown that it does not answer.
final class HostRateLimiter: @unchecked Sendable {
  private struct Host {
    var active = 0
    var closedUntil: ContinuousClock.Instant?
    var silentInARow = 0
  }

  /// The number of addresses in a row without any answer after which the rest of a host's is not asked: a thousand
  /// links to a dead server would take hours to time out one by one.
  static let silentLimit = 5

  private let monitor = Monitor()
  private let perHost: Int
  private var hosts: [String: Host] = [:]

  init(perHost: Int) {
    self.perHost = max(1, perHost)
  }

  /// Waits until a request may start, and runs `body` as that request.
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

  /// Notes that the host asked for a pause: no address of it is asked before its end.
  func close(_ name: String, for pause: Duration) {
    monitor.withLock {
      let until = ContinuousClock.now.advanced(by: pause)
      let before = hosts[name]?.closedUntil
      hosts[name, default: Host()].closedUntil = before.map { max($0, until) } ?? until
    }
  }

  /// Notes if the host said anything about an address that was asked as often as may be.
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
