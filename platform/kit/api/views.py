"""An endpoint: what it needs, what it reads, what it shows, and the one operation it calls."""

import json
import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db import transaction
from rest_framework.exceptions import ParseError
from rest_framework.generics import GenericAPIView, get_object_or_404
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from kit import idempotency
from kit.refusals import Refused

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


class Endpoint(GenericAPIView):
    """`needs` is {"GET": permission, …}; a public endpoint says why in `public`.

    `reads` is the serializer of the body, `shows` the one of the answer, `filters` the query
    parameters and what each does. With `once`, a POST accepts an Idempotency-Key. `module` names what
    an antenne may do without: where it does, the endpoint does not exist.
    """

    needs: ClassVar[dict[str, str]] = {}
    public: ClassVar[str] = ""
    reads: ClassVar[Any] = None
    reads_many: ClassVar[bool] = False
    shows: ClassVar[Any] = None
    filters: ClassVar[dict[str, str]] = {}
    once: ClassVar[bool] = False
    module: ClassVar[str] = ""
    lookup_url_kwarg = "id"
    http_method_names = ["get", "head", "post", "put"]

    def initialize_request(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        # Or else the charset that the client claims would decode the query string.
        request.encoding = "utf-8"
        return super().initialize_request(request, *args, **kwargs)

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.setdefault("Cache-Control", "no-store")
        return response

    def find(self, queryset: Any) -> Any:
        """The thing of the path, or 404; an id that is none is a 404 too."""
        return get_object_or_404(queryset, pk=self.kwargs[self.lookup_url_kwarg])

    def get_object(self) -> Any:
        return self.find(self.get_queryset())

    def given(self, **context: Any) -> Any:
        """The body, checked; raises ValidationError with the fields."""
        body = self.reads(
            data=self.request.data,
            many=self.reads_many,
            context={**self.get_serializer_context(), **context},
        )
        body.is_valid(raise_exception=True)
        return body.validated_data

    def shown(self, thing: Any, *, status: int = 200) -> Response:
        return Response(self.shows(thing, context=self.get_serializer_context()).data, status=status)

    def again(self, thing: Any) -> Any:
        """The thing as GET would find it."""
        return self.get_queryset().get(pk=thing.pk)

    @property
    def signed(self) -> dict[str, Any]:
        """Who acts and when: what every operation asks."""
        return {"by": self.request.user, "now": self.request.now}

    @property
    def today(self) -> Any:
        return self.request.place.today(self.request.now)

    def answer(self, act: Callable[[], Response]) -> Response:
        """Run `act`, or give its first answer again when the Idempotency-Key has already served."""
        asked = self.request.data  # malformed is refused, even where nothing is read
        key = self.request.headers.get("Idempotency-Key")
        if key is None or not self.once:
            return act()
        if not _KEY.fullmatch(key):
            raise ParseError("Idempotency-Key : de 1 à 200 signes ASCII, sans espace.")
        status, body = idempotency.once(
            key,
            site=self.request.place.key,
            user=self.request.user.pk,
            asked=[self.request.method, self.request.path, asked],
            now=self.request.now,
            act=lambda: self._attempt(act),
        )
        return Response(json.loads(body), status=status)

    def _attempt(self, act: Callable[[], Response]) -> tuple[int, str]:
        try:
            with transaction.atomic():
                response = act()
        except Refused as refusal:  # an answer too: the repeat is refused in the same words
            response = self.handle_exception(refusal)
        return response.status_code, JSONRenderer().render(response.data).decode()


class Lists(Endpoint):
    """GET: a page of the queryset."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(
            self.shows(page, many=True, context=self.get_serializer_context()).data
        )


class Makes(Endpoint):
    """POST: a new thing, 201."""

    def make(self, **given: Any) -> Any:
        raise NotImplementedError

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.answer(lambda: self.shown(self.again(self.make(**self.given())), status=201))


class Shows(Endpoint):
    """GET: one thing."""

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.shown(self.get_object())


class Acts(Endpoint):
    """POST: a verb on one thing; the answer shows what it has become."""

    def act(self, thing: Any, **given: Any) -> Any:
        raise NotImplementedError

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self._act)

    def _act(self) -> Response:
        thing = self.get_object()
        given = self.given() if self.reads else {}
        return self.shown(self.again(self.act(thing, **given)))
