"""`python -m voc.ingest.masker`: masks the documents that come down its pipe; `masking` starts it."""

import signal
import sys

from voc.ingest import redact
from voc.ingest.masking import mask_all, receive, send


def main() -> None:
    """Mask until the pipe ends; Ctrl-C is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begun = receive(sys.stdin.buffer)
    if not isinstance(begun, tuple):
        return
    salt, settings = begun
    rules = redact.rules_of(settings)
    while isinstance(documents := receive(sys.stdin.buffer), tuple):
        masked = mask_all(documents, salt, rules)
        for document in masked:
            document.fingerprint  # noqa: B018 - kept in the document, and so computed here
        send(sys.stdout.buffer, masked)


if __name__ == "__main__":
    main()
