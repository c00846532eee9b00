"""What is true: rules as pure functions. No framework, no clock, no network, no randomness."""
