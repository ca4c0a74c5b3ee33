"""What people and scripts read at a terminal, the same for the daemon and ``manage.py health``.

``rounds`` asks an engine with a line of progress, ``waiting`` asks until all is well, ``watching``
goes on for good; ``selection`` finds checks by what people call them. ``formats`` writes a report,
``states`` has the colour and the symbol of a status, ``printing`` puts tables and lines where they
are read; ``exit_codes`` says what a program hears. ``hush`` keeps the project's own output out of
the way, and ``signals`` ends a command that is told to.

Nothing here knows click, Django or the daemon. What draws tables needs rich, which is loaded with
the module that draws.
"""
