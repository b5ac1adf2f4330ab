"""Histories: what people do at both sides, at random by a seed, while the network misbehaves."""
