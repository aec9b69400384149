"""Reports: what was found, for people and for programs.

    layout.py     which KPIs a report shows, in which groups
    numbers.py    numbers for people: sensible digits, units, times
    page.py       a study as a page: headline, warnings, tables of text cells, footnotes
    terminal.py   a page on a terminal (rich) or in a pipe (plain, aligned, at most 110 wide)
    json.py       a study as one JSON document
    reference.py  the scenario language as a Markdown page, out of its JSON Schema

Knows nothing of how a study came about; prints nothing itself but what `terminal` is told to print.
"""
