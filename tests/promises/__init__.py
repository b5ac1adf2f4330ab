"""What this synchronisation promises, and which tests protect each promise."""
