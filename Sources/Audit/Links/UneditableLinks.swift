internal import AutoTagSite
internal import AutoTagTracking

/// Links that their author marked and that are never edited, each kind with a rule of its own.
enum UneditableLinks {
  static let codes: Set<String> = [
    UneditableReason.empty.code, UneditableReason.fragmentOnly.code, UneditableReason.scheme("").code,
    UneditableReason.invalidURL.code,
  ]
}

extension PageUnderAudit {
  /// A hit for each link that `rewrite` leaves alone for one reason.
  func hits(skippedFor code: String, _ hit: (WrittenLink) -> Hit?) -> [Hit] {
    hits { link in
      guard case .skipped(let reason) = link.record.decision, reason.rawValue == code else { return nil }
      return hit(link)
    }
  }
}
