/// The files of a project that a site generator has copied into the site, so that a change belongs there.
package final class FileOrigins: Sendable, Hashable {
  /// Gives the file that one of the site is a copy of, both relative to the site's root; `nil` for none.
  package let find: @Sendable (String) -> String?

  package init(_ find: @escaping @Sendable (String) -> String?) { self.find = find }

  package static func == (one: FileOrigins, other: FileOrigins) -> Bool { one === other }

  package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
