"""Reports: what was found, for people and for programs.

    layout.py     which KPIs a report shows, in which groups
    numbers.py    numbers for people: sensible digits, units, times
    page.py       a study as a page: headline, warnings, tables of text cells, footnotes
    backcast.py   simulated beside actual: verdict, totals, errors, half-hours
    table.py      a table of text cells
    volume.py     sentences on the first-contact volume that was found
    fit.py        a fit as a page
    pictures.py   a fit as a picture: counted beside fitted
    diary.py      the day of one agent
    terminal.py   a page on a terminal (rich) or in a pipe (plain, aligned, at most 110 wide)
    json.py       a study as one JSON document
    scenario.py   a scenario as text: merged, or every value with its place
    reference.py  the scenario language and the KPIs as pages to read

Knows nothing of how a study came about; prints nothing itself but what `terminal` is told to print.
"""
