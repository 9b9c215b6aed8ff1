"""How close a run comes to the ideal when every reply takes a second.

    PYTHONPATH=.:tests/servers python benchmarks/llm_concurrency.py [--tickets N] [--concurrency N]

A server in a process of its own answers each call after the given time. The ideal is tickets divided
by concurrency, times that; the target is 1.15 of it.
"""

import argparse
import multiprocessing
import os
import sys
import time
from multiprocessing.connection import Connection

from llm_cases import found, reply, ticket
from loopback_llm import LoopbackServer

from voc.engines.llm.engine import make
from voc.runners.threads import spread
from voc.settings import EngineChoice as Settings
from voc.types import Outcome

TARGET = 1.15


def serve(seconds: float, line: Connection) -> None:
    """Answer until the other side hangs up."""
    server = LoopbackServer(lambda body: reply(found(1))._replace(seconds=seconds))
    with server.running():
        line.send(server.url)
        line.recv()
        line.send((server.spend.calls, server.most_waiting))


def main() -> int:
    """Run, print, and fail when the target is missed."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--tickets", type=int, default=1000)
    asked.add_argument("--concurrency", type=int, default=50)
    asked.add_argument("--seconds", type=float, default=1.0)
    given = asked.parse_args()
    os.environ["VOC_LOOPBACK_ONLY"] = "1"
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(given.seconds, theirs))
    process.start()
    url = ours.recv()
    engine = make("openai:gpt-6-luna", Settings(base_url=url, concurrency=given.concurrency))
    engine.read([ticket(0, "This first call loads the client.")])
    documents = [
        ticket(number, f"The export no. {number} is slow.") for number in range(1, given.tickets + 1)
    ]
    began = time.perf_counter()
    readings = [one for batch in spread(engine, ([one] for one in documents)) for one in batch.readings]
    took = time.perf_counter() - began
    ours.send("done")
    calls, most = ours.recv()
    process.join()
    ideal = given.tickets / given.concurrency * given.seconds
    print(f"{given.tickets} tickets, {given.concurrency} at a time, {given.seconds:.1f} s a reply")
    print(f"took {took:.2f} s, ideal {ideal:.2f} s, ratio {took / ideal:.3f} (target {TARGET})")
    print(f"calls {calls - 1}, most at once {most}, spent {engine.spent().money} US dollars at list prices")
    good = {one.outcome for one in readings} == {Outcome.OK} and calls == given.tickets + 1
    return 0 if good and took <= TARGET * ideal else 1


if __name__ == "__main__":
    sys.exit(main())
