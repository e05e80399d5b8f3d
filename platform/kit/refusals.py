"""Refused: an anticipated "no", with a sentence for the person.

A page shows the sentence where the person came from (RefusalMiddleware), the API answers
409 with the code. A view or an endpoint never catches one.
"""

import re


class Refused(Exception):
    """The class docstring is the sentence; its name in snake case is the code of the API.

    `fields` tells a program more, when there is more to tell.
    """

    fields: dict[str, object] | None = None

    status = 409  # of the answer; 429 for "too many"

    def __init__(self, sentence: str | None = None, **details: object) -> None:
        self.sentence = (sentence or self.__doc__ or "").strip().format(**details)
        super().__init__(self.sentence)

    @classmethod
    def code(cls) -> str:
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
