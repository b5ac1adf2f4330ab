"""What comes from outside may be anything: the parsers, fed with it."""
