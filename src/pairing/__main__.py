"""`python -m pairing` is the command `pairing`."""

from pairing.cli import main

if __name__ == "__main__":
    main()
