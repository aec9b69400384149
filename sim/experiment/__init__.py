"""Experiments: replications of strategies on the same customers, spread over processes and stored.

    work.py      one unit of work (strategy, replication), all that a worker process imports
    runner.py    many units, in order, on one or more processes
    volume.py    the first-contact volume behind counts of contacts offered or handled; stating it
    volume_solving.py  finding it on the base strategy
    volume_search.py   shares → what they brought → better shares
    volume_trials.py   shares → simulated counts
    precision.py how many replications: a number, or until the watched KPIs are precise enough
    answer.py    sums of replications → values, intervals and paired differences
    backcast.py  simulated beside actual: bands, verdicts, weighted errors, too many or too few people
    beside_table.py  the same as a CSV
    diary.py     the day of one agent in one replication
    folder.py    the results folder: names, partial folders, reuse
    tables.py    the Parquet tables of a run
    manifest.py  the manifest: what made a run, and the digests it can be repeated to
    frozen.py    the resolved scenario with its input files, which runs from the folder
    study.py     the way in: run or reuse, store, and repeat a stored run

Common random numbers come with the streams: replication r of every strategy meets the same customers. What
comes out does not depend on the number of processes or on the order in which units end.
"""
