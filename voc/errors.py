"""Every error a user can see, and the exit code each class ends with.

    VocError                 1
    ├── UsageError           2   the command's words are off
    │   └── UnknownWeek      2
    ├── InputError           3   a file or folder cannot be read
    │   ├── MissingPath      3
    │   ├── NothingReadable  3
    │   ├── MissingColumn    3
    │   ├── UnreadableFile   3
    │   └── SourceError      3   a service cannot be read
    ├── SettingsError        4   voc.toml or a VOC_* variable
    │   └── PluginError      4   what another package adds cannot be used
    ├── StoreError           5   the database
    │   ├── Busy             5   another process is writing
    │   └── NewerStore       5
    ├── NoData               6   nothing to report on
    │   └── Unfinished       6   the analysis did not end
    ├── EngineError          7   the engine cannot start or must stop
    │   ├── MissingKey       7
    │   ├── MissingExtra     7
    │   └── Budget           7
    └── DeliveryError        8   mail could not be handed over
        └── PrintError       8   no browser prints the PDF

A message says what, where and what to do. A bug is not in this tree: it shows its traceback.
"""


class VocError(Exception):
    """Something the user can mend; printed as one line."""

    exit_code = 1


class UsageError(VocError):
    """The command's words are off."""

    exit_code = 2


class UnknownWeek(UsageError):
    """A week that no calendar has."""


class InputError(VocError):
    """A file or folder cannot be read."""

    exit_code = 3


class MissingPath(InputError):
    """The named file or folder does not exist."""


class NothingReadable(InputError):
    """A folder holds no file that voc can read."""


class MissingColumn(InputError):
    """A table lacks a column that cannot be guessed."""


class UnreadableFile(InputError):
    """A file is empty, binary, truncated or wrongly encoded."""


class SourceError(InputError):
    """A service that is asked for what is new does not answer, or not usably."""


class SettingsError(VocError):
    """voc.toml or a VOC_* variable is wrong."""

    exit_code = 4


class PluginError(SettingsError):
    """What another package adds to voc cannot be used."""


class StoreError(VocError):
    """The database cannot be used."""

    exit_code = 5


class Busy(StoreError):
    """Another process is writing to this project."""


class NewerStore(StoreError):
    """The database was written by a newer voc."""


class NoData(VocError):
    """There is nothing to report on."""

    exit_code = 6


class Unfinished(NoData):
    """The analysis behind a report did not end, so that the report would tell half of it."""


class EngineError(VocError):
    """The engine cannot start, or must stop."""

    exit_code = 7


class MissingKey(EngineError):
    """The engine needs a key that is not in the environment."""


class MissingExtra(EngineError):
    """The engine needs an optional package."""


class Budget(EngineError):
    """The run reached its cost limit."""


class DeliveryError(VocError):
    """Mail could not be handed over."""

    exit_code = 8


class PrintError(DeliveryError):
    """No browser prints the PDF."""
