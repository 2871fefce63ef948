public import AutoTag

extension RedirectMode: WordChoice {}
