"""Lists that villages send, kept with where they came from."""
