"""What a centre has measured: files of counts and of single contacts, read, checked, and fitted.

    records.py   counts by interval, and single contacts: what the readers give and the fits take
    read.py      looks at a file and gives it to the reader of its form
    table.py     a text file: encoding, separator, header, chunks; all its faults at once
    columns.py   which column is what, and what else a reader is told
    amounts.py   numbers and lengths of time as exports write them
    dates.py     times and dates as people write them; an ambiguous date is asked about, never guessed
    counts.py    counts by interval, out of a table or of single contacts
    contacts.py  single contacts out of a table
    connect.py   contact records of Amazon Connect, as JSON or as a table
    arrivals.py, spread.py                         the profile, and the spread beyond Poisson
    handle.py, patience.py, redial.py, families.py the fits of times and of what customers do next
    figure.py, summary.py                          a value with its interval; means, spreads, shares
    fragment.py  a fit as a piece of a scenario

The readers guess nothing that changes a number: what is missing stays missing (NaN, "", NaT), a value that
can be read in two ways is a fault that asks, and all faults of a file are told at once with their lines.
They hold no more of a file in memory than the columns they need. Nothing here draws, prints or simulates.
"""
