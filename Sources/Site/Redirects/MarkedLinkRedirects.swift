internal import AutoTagRedirects
internal import Synchronization

/// The redirects of a site of which none leads to a tracking group: only links that their authors gave to one are followed
/// by them, since such a link that leads nowhere is lost. Few sites have one, so that the rules are put together when the
/// first is met.
package final class MarkedLinkRedirects: Sendable {
  private let make: @Sendable () -> RedirectScan
  private let made = Mutex<RedirectScan?>(nil)

  init(_ make: @escaping @Sendable () -> RedirectScan) { self.make = make }

  var scan: RedirectScan {
    made.withLock { made in
      let scan = made ?? make()
      made = scan
      return scan
    }
  }
}
