internal import AutoTagBytes
internal import AutoTagRedirects
internal import AutoTagTracking

extension RewriteOptions {
  /// The head of the facts that runs with these settings may use.
  /// - Parameter version: autotag's.
  package func factsHead(version: String) -> FactsHead {
    var hash = FNV1a64()
    func add(_ text: String) { hash.add(part: Array(text.utf8).span) }
    func add(_ texts: [String]) {
      add(String(texts.count))
      for text in texts { add(text) }
    }
    for group in rules.groups {
      add([group.name, group.subid, group.token, "\(group.usesCodes)"])
      add(group.hosts)
      add(["\(group.codePlaces.noscript)"] + group.codePlaces.feeds)
    }
    // What is done with the links is no matter of the facts, so that those of a site serve to take tokens out too.
    add([
      "\(rules.existingSubid)", rules.baseURL ?? "", "\(scannedMode ?? redirects.mode)",
      "\(redirects.annotates)",
    ])
    add(include)
    add(exclude)
    // A folder's place differs from machine to machine.
    add(
      redirects.sources.flatMap { source in
        [
          source.path.split(separator: "/").last.map(String.init) ?? "", source.format?.rawValue ?? "",
          source.prefix,
        ]
      })
    add((redirects.live?.hosts ?? []).map { "\($0)" }.sorted())
    return FactsHead(version: version, settings: String(hash.value, radix: 16))
  }
}
