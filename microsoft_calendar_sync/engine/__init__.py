"""The Microsoft side of the engine: HTTP, and the ports over it.

`client` is the provider, `credentials` the OAuth flow, `endpoints` where Microsoft is, `listing`
what changed, `channels` its notifications, and one file for each kind of write.
"""
