"""Training of encoders and probes, offline. Importing this imports nothing heavy."""
