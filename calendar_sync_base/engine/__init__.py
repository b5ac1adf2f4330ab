"""The run of one pass over ports: `ports` says what a provider and a local store must do."""
