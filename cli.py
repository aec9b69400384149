"""`python cli.py …` is the same program as `busyhour …`."""

from sim.commands.app import main

if __name__ == "__main__":
    main()
