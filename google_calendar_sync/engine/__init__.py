"""The Google side of the engine: HTTP, and the ports over it.

`client` is the provider, `credentials` the OAuth flow, `endpoints` where Google is, `transport` one
request, `batching` many, `listing` what changed, and one file for each kind of write.
"""
