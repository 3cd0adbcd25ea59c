"""The product's addresses and, beside them, the floors: the same framework doing one indexed statement."""

from __future__ import annotations

from django.db import connection, transaction
from django.urls import path
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cms.urls import urlpatterns as product

TABLE = """
CREATE TABLE IF NOT EXISTS bench_floor (
    owner varchar(64) NOT NULL, seq integer NOT NULL, payload text NOT NULL, UNIQUE (owner, seq)
)
"""


class Insert(APIView):
    """The floor of a beat: signed-in POST, one INSERT under UNIQUE, committed."""

    def post(self, request: Request) -> Response:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bench_floor (owner, seq, payload) VALUES (%s, %s, %s)",
                [str(request.user.pk), request.data["seq"], str(request.data["ranges"])],
            )
        return Response({"accepted_seq": request.data["seq"]})


class Select(APIView):
    """The floor of a look-up: one SELECT by unique columns and one row written to a log."""

    permission_classes = [AllowAny]

    def get(self, request: Request, token: str, number: int) -> Response:
        with connection.cursor() as cursor:
            cursor.execute("SELECT payload FROM bench_floor WHERE owner = %s AND seq = 0", [token])
            row = cursor.fetchone()
            cursor.execute(
                "INSERT INTO bench_floor (owner, seq, payload) VALUES (%s, %s, 'log')", [str(request.user.pk), number]
            )
        return Response({"payload": row[0]})


urlpatterns = [
    path("floor/insert/", Insert.as_view()),
    path("floor/select/<str:token>/<int:number>/", Select.as_view()),
    *product,
]
