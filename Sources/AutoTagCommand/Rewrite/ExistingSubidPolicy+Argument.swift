public import ArgumentParser
public import AutoTag

extension ExistingSubidPolicy: ExpressibleByArgument {}
