"""Every error a user can cause, in one small tree.

    ProvenanceError          base: one line that names the file or pair, the value, and the remedy
    ├── InputError           what was given to read cannot be read, or holds nothing to trace
    ├── TableError           a table breaks its written contract (see `frames`)
    ├── OptionError          an option, a name or a claim that nothing here answers to
    └── OutputError          a run cannot be written, or is not a run

The command line catches `ProvenanceError` once and exits with 2; anything else that escapes is a bug of ours.
"""

__all__ = ["InputError", "OptionError", "OutputError", "ProvenanceError", "TableError"]


class ProvenanceError(Exception):
    """Base of all errors that are the user's to mend; the message is one line."""


class InputError(ProvenanceError):
    """What was given to read cannot be read, or holds nothing to trace."""


class TableError(ProvenanceError):
    """A table breaks its contract: a column, a type, a key or an invariant."""


class OptionError(ProvenanceError):
    """An option, a name or a claim that nothing here answers to."""


class OutputError(ProvenanceError):
    """A run or a report cannot be written, or a folder is not a run."""
