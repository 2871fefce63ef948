import AutoTagRedirects

extension ClickIDFateTests {
  private static let alias = "Redirect /go/a \(network)\n"

  /// Rules that httpd's access control comes before, or not.
  static let access: [Case] = [
    Case(.htaccess, "Require all denied\n" + on + qsa, "refused"),
    Case(.htaccess, "Require all denied\n" + alias, "refused"),
    Case(.htaccess, "Deny from all\n" + alias, "refused"),
    Case(.htaccess, "Order allow,deny\n" + alias, "refused"),
    Case(.htaccess, "Order allow,deny\nAllow from all\nDeny from all\n" + alias, "refused"),
    Case(
      .htaccess, "<RequireAll>\nRequire all granted\nRequire all denied\n</RequireAll>\n" + alias, "refused"),
    Case(.htaccess, "<Files go>\nRequire all denied\n</Files>\n" + alias, "refused"),
    Case(
      .htaccess,
      "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n"
        + alias, "refused"),
    Case(.htaccess, "Require all granted\n" + on + qsa, "forwards"),
    Case(.htaccess, "Order deny,allow\nDeny from all\nAllow from all\n" + alias, "forwards"),
    Case(.htaccess, "Order allow,deny\nAllow from all\n" + alias, "forwards"),
    Case(.htaccess, "Order allow,deny\nAllow from all\nDeny from 192.0.2.1\n" + alias, "forwards"),
    Case(.htaccess, "Deny from 192.0.2.1\n" + alias, "forwards"),
    Case(
      .htaccess, "<RequireAll>\nRequire all granted\nRequire not ip 192.0.2.1\n</RequireAll>\n" + alias,
      "forwards"),
    // What only keeps some out lets nobody in.
    Case(.htaccess, "<RequireAll>\nRequire not ip 192.0.2.1\n</RequireAll>\n" + alias, "refused"),
    Case(
      .htaccess,
      "<RequireAll>\n<RequireNone>\nRequire ip 192.0.2.1\n</RequireNone>\n</RequireAll>\n" + alias, "refused"),
    Case(
      .htaccess,
      "<RequireAll>\nRequire all granted\n<RequireNone>\nRequire ip 192.0.2.1\n</RequireNone>\n</RequireAll>\n"
        + alias, "forwards"),
    Case(
      .htaccess, "<RequireAny>\nRequire all denied\nRequire all granted\n</RequireAny>\n" + alias, "forwards"),
    Case(.htaccess, "<Files wp-config.php>\nDeny from all\n</Files>\n" + on + qsa, "forwards"),
    Case(
      .htaccess, "<FilesMatch \"\\.(ini|log)$\">\nRequire all denied\n</FilesMatch>\n" + on + qsa, "forwards"),
    Case(.htaccess, "<Limit PUT DELETE>\nDeny from all\n</Limit>\n" + alias, "forwards"),
    Case(.htaccess, "<LimitExcept GET POST>\nRequire all denied\n</LimitExcept>\n" + alias, "forwards"),
    Case(.htaccess, "<Limit HEAD PUT>\nRequire all denied\n</Limit>\n" + alias, "refused"),
    Case(.htaccess, "<LimitExcept HEAD>\nRequire all denied\n</LimitExcept>\n" + alias, "forwards"),
    Case(.htaccess, "<Limit GET>\nOrder deny,allow\nDeny from all\n</Limit>\n" + alias, "refused"),
    // The path decides, whatever folder it is in.
    Case(.htaccess, on + "RewriteCond %{REQUEST_FILENAME} !\\.gif$\n" + qsa, "forwards"),
    Case(
      .htaccess,
      on
        + "RewriteCond %{REQUEST_FILENAME} !\\.(css|js|png)$ [NC]\nRewriteRule ^ - [S=1]\nRewriteRule ^ - [F]\n"
        + qsa, "forwards"),
    Case(.htaccess, on + "RewriteCond %{REQUEST_FILENAME} /go/?a?$\n" + qsa, "forwards"),
    Case(.htaccess, on + "RewriteCond %{REQUEST_FILENAME} !/go\nRewriteRule ^ - [F]\n" + qsa, "forwards"),
    // What any text passes is no question of the visitor.
    Case(
      .htaccess,
      on + "RewriteCond %{HTTP:Authorization} ^(.*)\nRewriteRule .* - [E=HTTP_AUTHORIZATION:%1]\n" + qsa,
      "forwards"),
    Case(.htaccess, on + "RewriteCond %{HTTP:Authorization} ^(.*)$\n" + qsa, "forwards"),
    Case(.htaccess, on + "RewriteCond %{HTTP:X-A} !.*\nRewriteRule ^ - [F]\n" + qsa, "forwards"),
  ]
}
