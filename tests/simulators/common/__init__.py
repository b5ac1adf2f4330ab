"""What every provider simulator shares: server, journal, faults, clock, mail log, page helpers."""
