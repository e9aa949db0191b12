"""The terminal desk: what a watch officer sees on a ship or over ssh, on the same HTTP API as the browser's.

It signs in as a browser does, follows the same stream and asks the same operations; it opens no record and holds nothing that the node does
not hold. It does not know the server: its shapes are its own, so it may be of another version than the node.
"""
