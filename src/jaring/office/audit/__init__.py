"""What was done, in a chain that shows tampering."""
