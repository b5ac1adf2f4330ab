"""The Microsoft side: its codec, its client, and the contract it keeps."""
