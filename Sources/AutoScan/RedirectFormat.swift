/// The kinds of files that say where a site's links lead.
public enum RedirectFormat: String, Sendable, Hashable, CaseIterable {
  /// An Apache `.htaccess` file.
  case htaccess
  /// An nginx configuration or a part of one.
  case nginx
}
