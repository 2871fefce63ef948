internal import AutoTagBytes

/// Apache's `.htaccess` files: the directives of mod_alias and mod_rewrite that redirect.
package struct ApacheSource: RedirectSource {
  package init() {}

  package func read(_ file: [UInt8], named name: String, prefix: String) -> LoadedSource {
    var reader = ApacheFileReader(file: name, prefix: prefix)
    reader.refuseMark(of: file)
    ApacheDirective.read(file) { reader.take($0) }
    return reader.finish()
  }
}
