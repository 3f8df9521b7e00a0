"""The command `xmut-rules`."""
