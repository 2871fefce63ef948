internal import AutoTagTracking

extension ExistingSubidPolicy: WordChoice {}
