public import ArgumentParser
public import AutoTag

extension RedirectMode: ExpressibleByArgument {}
