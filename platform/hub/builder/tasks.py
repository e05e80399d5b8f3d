"""The one task of the queue "builder". It holds the id of a Work: all else is read from there."""

from procrastinate.contrib.django import app

QUEUE = "builder"
NAME = "builder.run"


@app.task(name=NAME, queue=QUEUE)
def run_work(work: str) -> None:
    """Carry out what was asked; twice is as once."""
    from hub.builder.works import carry_out

    carry_out(work)
