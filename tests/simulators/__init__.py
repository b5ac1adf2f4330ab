"""Stand-ins for the calendar providers: real HTTP servers on loopback, strict as the real ones."""
