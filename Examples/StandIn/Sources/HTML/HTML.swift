/// Returns a page around a body, with AnyTrack's tag in its head.
public func document(title: String, _ body: String) -> String {
  """
  <!doctype html>
  <meta charset="utf-8">
  <title>\(title)</title>
  <script src="https://assets.anytrack.io/AbCdEfGhIjKl.js" async></script>
  \(body)

  """
}
