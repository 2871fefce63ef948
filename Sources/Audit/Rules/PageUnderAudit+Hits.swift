extension PageUnderAudit {
  /// At most one hit for each link.
  func hits(_ hit: (WrittenLink) -> Hit?) -> [Hit] { links.compactMap(hit) }
}

extension Hit {
  /// What a rule found about a link.
  init(
    _ range: Range<Int>, of link: WrittenLink, _ message: String, fix: String,
    isRepairedByRewrite: Bool = false
  ) {
    self.init(range, message, fix: fix, isRepairedByRewrite: isRepairedByRewrite, link: link.index)
  }
}
