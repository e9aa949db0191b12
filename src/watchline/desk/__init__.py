"""The duty desk as a server: the JSON that a console asks for, the stream that it follows, who signed in, and the console's files.

It takes requests from a browser, checks who asks and from where, and hands what is said to the node through ``Operations``. It does
**not** decide what may be written (the node does, by the rules that the verbs of the command line meet too), holds no key, reads no
record by itself, and sends nothing anywhere.

``routes`` is the table of everything that can be asked; ``guard`` stands before it; ``events`` is the stream; ``officers``,
``sessions`` and ``passkeys`` say who may; ``drafts`` is drafter and releaser; ``server`` listens.
"""
