"""Letters of introduction: a mail-merge table and one letter per pair or cohort. Nothing is sent."""

from pairing.letters.writing import write

__all__ = ["write"]
