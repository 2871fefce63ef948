extension ApacheFolder {
  /// Returns folders with the rules that they inherit from those above.
  /// - Parameter folders: those of a site, outer ones first.
  static func inheriting(_ folders: [ApacheFolder]) -> [ApacheFolder] {
    var merged: [ApacheFolder] = []
    for var folder in folders {
      if folder.hasRewriting,
        let above = merged.last(where: { $0.hasRewriting && folder.prefix.starts(with: $0.prefix) })
      {
        folder.inherit(above)
      }
      merged.append(folder)
    }
    return merged
  }

  private mutating func inherit(_ above: ApacheFolder) {
    let (options, order) = inheritance.below(above.inheritance)
    inheritance = options
    if options.mergesBase { base = base ?? above.base }
    switch order {
    case .behindOwn: rewriteRules += above.rewriteRules
    case .beforeOwn: rewriteRules = above.rewriteRules + rewriteRules
    case nil: return
    }
    buildIndexes()
  }
}
