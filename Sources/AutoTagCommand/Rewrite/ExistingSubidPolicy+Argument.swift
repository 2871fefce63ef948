public import AutoTag

extension ExistingSubidPolicy: WordChoice {}
