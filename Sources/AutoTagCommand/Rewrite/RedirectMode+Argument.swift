internal import AutoTagRedirects

extension RedirectMode: WordChoice {}
