"""The contract every provider keeps, and the providers that are held to it."""
