"""The law for readers: parameters with history, calculators, explanations, the choice of readings."""
