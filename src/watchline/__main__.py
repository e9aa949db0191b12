"""``python -m watchline`` is ``watchline``."""

from watchline.cli.main import main

if __name__ == "__main__":
    main()
