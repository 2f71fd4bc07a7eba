"""Command line: python -m training {tabular,baseline,smoke,check,evaluate,report}."""

from .commands import main

if __name__ == "__main__":
    main()
