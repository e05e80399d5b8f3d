from typing import Any

from django.http import Http404
from rest_framework.views import APIView


class Unknown(APIView):
    """Every other address below api/v1/: the 404 of a thing that does not exist, to the byte."""

    public = "Il n’y a rien ici."
    schema = None
    authentication_classes = []

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        raise Http404
