"""The command `pairing`: parse, one call, print. Libraries are imported when a command needs them."""

from pairing.cli.commands import pairing


def main() -> None:
    """Run the command with the arguments of the process."""
    pairing()


__all__ = ["main"]
