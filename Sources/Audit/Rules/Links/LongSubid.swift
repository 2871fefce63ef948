internal import AutoTagTracking
internal import AutoTagWebURL

/// Finds a u1 of more than 72 characters.
struct LongSubid: PageRule {
  static let rule = AuditRule(
    "long-subid", "u1 is longer than 72 characters", .warning,
    why:
      "Rakuten takes at most 72 characters (\(Sources.signature)); what comes behind is lost, or all of it.",
    fix: "Shorten it.", rewriteRepairs: true)

  static let most = 72

  func hits(on page: PageUnderAudit) -> [Hit] {
    page.hits { link in
      guard let found = link.rakutenSubid, !found.isPrivate else { return nil }
      let count = found.value.unicodeScalars.count
      guard count > Self.most else { return nil }
      return Hit(
        link.own.location(of: found.parameter.whole), of: link,
        "u1 has \(count) characters, and Rakuten takes \(Self.most)", fix: "shorten it",
        isRepairedByRewrite: link.isRepaired)
    }
  }
}
