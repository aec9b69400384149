"""The command line: parses, calls, prints, sets the exit code; no logic of its own.

    app.py       the Typer app and `main`
    options.py   the options commands have in common
    guard.py     errors → one line on stderr and an exit code; never a bare traceback
    progress.py  a bar on a terminal, a line every 10 % in a pipe
    choice.py    options → a plan
    scenarios.py init, validate, show, schema
    starter.py   the starter scenario of init
    checking.py  the checks of validate
    runs.py      run, compare
    fit.py       fit arrivals, fit handle, fit patience

Exit codes: 0 done, 1 our fault, 2 usage, 3 scenario or data invalid, 4 a check failed (a repeated run came out
differently), 5 units missing, 130 interrupted. Modules import their work inside the commands, so that
`--help` starts in the time of Python and Typer.
"""
