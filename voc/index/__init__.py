"""Search over what customers said, rebuildable from the store."""
