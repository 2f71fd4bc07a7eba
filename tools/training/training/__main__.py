"""Command line: `python -m training --help` lists the commands."""

from .commands import main

if __name__ == "__main__":
    main()
